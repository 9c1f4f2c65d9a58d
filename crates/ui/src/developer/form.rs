//! The form of a site.

mod offered;

use std::collections::BTreeMap;

use askama::Template;
use okno_domain::{
    account::AccountLevel, confirmation::ConfirmationMethod, developer::SiteKind, locale::Locale, refusal::FieldFault,
};

pub use offered::{EsiaFields, EsiaFormFields, Offered};

use self::offered::{Named, SITES, SYSTEMS};
use super::{algorithm_name, authentication_name, esia::key_snippet, kind_name, scope_name};
use crate::{
    confirmation::method_name,
    form::{Choice, Field, FormErrors},
    frame::PageFrame,
    page::View,
    route::{self, developer_site},
    text::Text,
};

/// Something that a site may ask for, with the fields of its purpose.
#[derive(Clone, Debug)]
pub struct ScopeField {
    /// Its name in the protocol.
    pub scope: &'static str,
    /// For sites of which kinds it is.
    pub kinds: &'static str,
    /// Whether it is ticked.
    pub is_ticked: bool,
    /// The purpose in Russian, English and French.
    pub purposes: [Field; 3],
}

impl ScopeField {
    /// Whether its part of the form is open: what is ticked or faulty is never hidden.
    fn is_open(&self) -> bool {
        self.is_ticked || self.purposes.iter().any(|field| field.fault.is_some())
    }
}

/// What stands in the fields.
#[derive(Clone, Debug, Default)]
pub struct SiteFormFields {
    /// What it is.
    pub site_kind: String,
    /// Its names.
    pub names: [String; 3],
    /// Addresses to come back to.
    pub redirect_uris: String,
    /// Addresses to come back to after a logout.
    pub logout_uris: String,
    /// Where it is told that a session is over.
    pub backchannel_uri: String,
    /// Where it begins a sign-in when it is asked to.
    pub initiate_uri: String,
    /// Where it says how it handles data.
    pub policy_uri: String,
    /// How it proves who it is.
    pub authentication: String,
    /// Its keys.
    pub keys: String,
    /// What is ticked, with the purposes.
    pub scopes: BTreeMap<String, [String; 3]>,
    /// The least level.
    pub least_level: String,
    /// Methods that do not count.
    pub excluded_methods: Vec<String>,
    /// Whether it takes strong sign-ins alone.
    pub second_factor: bool,
    /// What the officer is told.
    pub note: String,
    /// What a system that speaks ESIA has besides.
    pub esia: EsiaFormFields,
}

/// A site that is there already.
#[derive(Clone, Debug)]
pub struct EditedSite {
    /// Its name in the protocol.
    pub client_id: String,
    /// What it calls itself.
    pub name: String,
    /// Guards the change.
    pub version: i64,
    /// Whether it works with everybody, so that an officer looks at what lets it reach more.
    pub is_reviewed: bool,
}

/// The form by which a site is entered or changed.
#[derive(Template)]
#[template(path = "developer/form.html")]
pub struct SiteFormView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// The site, when it is there already.
    pub edited: Option<EditedSite>,
    /// What it is.
    pub site_kind: Field,
    /// Its names.
    pub names: [Field; 3],
    /// Addresses to come back to.
    pub redirect_uris: Field,
    /// Addresses to come back to after a logout.
    pub logout_uris: Field,
    /// Where it is told that a session is over.
    pub backchannel_uri: Field,
    /// Where it begins a sign-in when it is asked to.
    pub initiate_uri: Field,
    /// Where it says how it handles data.
    pub policy_uri: Field,
    /// How it proves who it is.
    pub authentication: Field,
    /// Its keys.
    pub keys: Field,
    /// What it may ask for.
    pub scopes: Vec<ScopeField>,
    /// The least level.
    pub least_level: Field,
    /// Methods that do not count.
    pub excluded: Field,
    /// Those that are ticked.
    pub excluded_methods: Vec<String>,
    /// Whether it takes strong sign-ins alone.
    pub second_factor: Field,
    /// What the officer is told.
    pub note: Field,
    /// What a system that speaks ESIA has besides.
    pub esia: EsiaFields,
    /// What there is to choose from.
    pub offered: Offered,
}

impl SiteFormView {
    /// The form with what was typed.
    pub fn new(
        frame: PageFrame,
        errors: FormErrors,
        edited: Option<EditedSite>,
        fields: &SiteFormFields,
        offered: Offered,
    ) -> Self {
        let [ru, en, fr] = &fields.names;
        let scope = |((scope, names), kinds): (Named, &'static str)| {
            let none = <[String; 3]>::default();
            let [ru, en, fr] = fields.scopes.get(scope).unwrap_or(&none);
            let [ru_name, en_name, fr_name] = names;
            ScopeField {
                scope,
                kinds,
                is_ticked: fields.scopes.contains_key(scope),
                purposes: [errors.field(ru_name, ru), errors.field(en_name, en), errors.field(fr_name, fr)],
            }
        };
        Self {
            site_kind: errors.field("site_kind", &fields.site_kind),
            names: [errors.field("name_ru", ru), errors.field("name_en", en), errors.field("name_fr", fr)],
            redirect_uris: errors.field("redirect_uris", &fields.redirect_uris),
            logout_uris: errors.field("logout_uris", &fields.logout_uris),
            backchannel_uri: errors.field("backchannel_uri", &fields.backchannel_uri),
            initiate_uri: errors.field("initiate_uri", &fields.initiate_uri),
            policy_uri: errors.field("policy_uri", &fields.policy_uri),
            authentication: errors.field("authentication", &fields.authentication),
            keys: errors.field("keys", &fields.keys),
            scopes: offered.scopes().into_iter().map(scope).collect(),
            least_level: errors.field("least_level", &fields.least_level),
            excluded: errors.field("excluded_methods", ""),
            excluded_methods: fields.excluded_methods.clone(),
            second_factor: errors.field("second_factor", if fields.second_factor { "1" } else { "" }),
            note: errors.field("note", &fields.note),
            esia: EsiaFields::new(&errors, &fields.esia),
            frame,
            errors,
            edited,
            offered,
        }
    }

    fn title(&self) -> Text<'static> {
        match &self.edited {
            Some(site) => self.t("developer-edit-title").with("site", site.name.clone()),
            None => self.t("developer-new-title"),
        }
    }

    fn back(&self) -> String {
        self.edited.as_ref().map_or_else(|| route::DEVELOPER.to_owned(), |site| developer_site(&site.client_id))
    }

    fn action(&self) -> String {
        self.edited
            .as_ref()
            .map_or_else(|| route::DEVELOPER_NEW.to_owned(), |site| format!("{}/edit", developer_site(&site.client_id)))
    }

    fn is_reviewed(&self) -> bool {
        self.edited.as_ref().is_some_and(|site| site.is_reviewed)
    }

    fn kinds(&self) -> Vec<Choice> {
        let locale = self.frame.locale;
        let hint = |kind: &SiteKind| Text::new(locale, format!("developer-kind-{}-hint", kind.name()));
        let choice = |kind: &SiteKind| Choice::new(kind.name(), kind_name(locale, *kind)).hint(hint(kind));
        self.offered.kinds.iter().map(choice).collect()
    }

    /// Whether systems that speak ESIA have their part of the form.
    fn has_systems(&self) -> bool {
        self.offered.kinds.iter().any(|kind| kind.speaks_esia())
    }

    /// Whether other sites have theirs.
    fn has_sites(&self) -> bool {
        self.offered.kinds.iter().any(|kind| !kind.speaks_esia())
    }

    /// Whether a part has to say for whom it is.
    fn has_both(&self) -> bool {
        self.has_systems() && self.has_sites()
    }

    /// For whom something is that is not for everybody.
    fn only(&self, kinds: &str) -> Option<Text<'static>> {
        match kinds {
            SITES if self.has_both() => Some(self.t("developer-esia-not-short")),
            SYSTEMS if self.has_both() => Some(self.t("developer-esia-only-short")),
            _ => None,
        }
    }

    fn algorithms(&self) -> Vec<Choice> {
        let locale = self.frame.locale;
        self.offered.algorithms.iter().map(|name| Choice::new(*name, algorithm_name(locale, name))).collect()
    }

    #[expect(clippy::unused_self, reason = "templates call methods")]
    fn key_snippet(&self) -> String {
        key_snippet()
    }

    fn modes(&self) -> Vec<Choice> {
        let choice = |name: &str| {
            Choice::new(name, self.t(format!("developer-esia-mode-{name}")))
                .hint(self.t(format!("developer-esia-mode-{name}-hint")))
        };
        ["strict", "lenient"].map(choice).into()
    }

    fn forms(&self) -> Vec<Choice> {
        ["number", "text"].map(|name| Choice::new(name, self.t(format!("developer-esia-{name}")))).into()
    }

    fn proofs(&self) -> Vec<Choice> {
        let locale = self.frame.locale;
        self.offered
            .authentications
            .iter()
            .map(|method| Choice::new(*method, authentication_name(locale, method)))
            .collect()
    }

    fn levels(&self) -> Vec<Choice> {
        let name = |level: AccountLevel| self.t(format!("level-{}", level.name()));
        AccountLevel::ALL.into_iter().map(|level| Choice::new(level.name(), name(level))).collect()
    }

    fn methods(&self) -> Vec<(&'static str, Text<'static>, bool)> {
        let locale = self.frame.locale;
        let is_ticked = |name: &str| self.excluded_methods.iter().any(|ticked| ticked == name);
        ConfirmationMethod::ALL
            .into_iter()
            .map(|method| (method.name(), method_name(locale, method), is_ticked(method.name())))
            .collect()
    }

    fn scope_name(&self, scope: &str) -> Text<'static> {
        scope_name(self.frame.locale, scope)
    }
}

impl View for SiteFormView {
    const NAME: &'static str = "developer-form";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        const SCOPES: &[Named] = &[
            ("profile", ["purpose_profile_ru", "purpose_profile_en", "purpose_profile_fr"]),
            ("email", ["purpose_email_ru", "purpose_email_en", "purpose_email_fr"]),
            ("id_doc", ["purpose_id_doc_ru", "purpose_id_doc_en", "purpose_id_doc_fr"]),
        ];
        const ESIA: &[Named] = &[
            ("email", ["purpose_email_ru", "purpose_email_en", "purpose_email_fr"]),
            ("mobile", ["purpose_mobile_ru", "purpose_mobile_en", "purpose_mobile_fr"]),
        ];
        let offered = |kinds: &dyn Fn(&SiteKind) -> bool| Offered {
            kinds: SiteKind::ALL.iter().copied().filter(kinds).collect(),
            scopes: SCOPES,
            esia_scopes: ESIA,
            authentications: vec!["private_key_jwt", "client_secret_basic", "client_secret_post"],
            algorithms: vec!["RS256", "GOST3410_2012_256", "GOST3410_2012_512"],
        };
        let others = || offered(&|kind| !kind.speaks_esia());
        let systems = || offered(&|kind| kind.speaks_esia());
        let all = || offered(&|_| true);
        let frame = || PageFrame::sample(locale, route::DEVELOPER_NEW).signed_in(AccountLevel::Confirmed);
        let purpose = ["Чтобы напоминать о сроке возврата".to_owned(), String::new(), String::new()];
        let filled = SiteFormFields {
            site_kind: "web".to_owned(),
            names: ["Городская библиотека".to_owned(), "City library".to_owned(), String::new()],
            redirect_uris: "https://library.example/callback\nhttp://localhost:3000/cb".to_owned(),
            initiate_uri: "https://library.example/start".to_owned(),
            authentication: "private_key_jwt".to_owned(),
            scopes: BTreeMap::from([("email".to_owned(), purpose)]),
            least_level: "standard".to_owned(),
            excluded_methods: vec!["registered_letter".to_owned()],
            second_factor: true,
            ..SiteFormFields::default()
        };
        let faulty = FormErrors::from(vec![
            FieldFault::new("site_kind", "required"),
            FieldFault::new("name_ru", "required"),
            FieldFault::new("redirect_uris", "site-address-scheme").with("line", "2"),
            FieldFault::new("initiate_uri", "site-address-scheme").with("line", "0"),
            FieldFault::new("authentication", "required"),
            FieldFault::new("keys", "site-keys-private"),
            FieldFault::new("purpose_id_doc_ru", "site-purpose").with("scope", "id_doc"),
            FieldFault::new("excluded_methods", "site-all-excluded"),
        ]);
        let edited = |is_reviewed| {
            Some(EditedSite {
                client_id: "1".to_owned(),
                name: "Городская библиотека".to_owned(),
                version: 3,
                is_reviewed,
            })
        };
        let none = FormErrors::none;
        let view =
            |errors, edited, fields: &SiteFormFields, offered| Self::new(frame(), errors, edited, fields, offered);
        let system = SiteFormFields {
            site_kind: "esia".to_owned(),
            esia: EsiaFormFields {
                mnemonic: "LIBRARY01".to_owned(),
                domains: "https://library.example\nhttp://localhost:9000".to_owned(),
                certificates: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----".to_owned(),
                algorithm: "RS256".to_owned(),
                mode: "strict".to_owned(),
                subject: "number".to_owned(),
                object: "number".to_owned(),
            },
            ..filled.clone()
        };
        let wrong = FormErrors::from(vec![
            FieldFault::new("mnemonic", "site-mnemonic-taken"),
            FieldFault::new("esia_domains", "site-domain-path").with("line", "2"),
            FieldFault::new("esia_certificates", "site-certificate-expired").with("n", "2").with("on", "2026-03-01"),
            FieldFault::new("esia_algorithm", "required"),
            FieldFault::new("esia_mode", "site-esia-window"),
            FieldFault::new("esia_subject", "required"),
            FieldFault::new("esia_object", "required"),
        ]);
        vec![
            ("new", view(none(), None, &SiteFormFields::default(), all())),
            ("plain", view(none(), None, &SiteFormFields::default(), others())),
            ("faulty", view(faulty, None, &filled, all())),
            ("faulty-esia", view(wrong, None, &system, all())),
            ("edit", view(none(), edited(false), &filled, others())),
            ("reviewed", view(none(), edited(true), &filled, others())),
            ("edit-esia", view(none(), edited(false), &system, systems())),
        ]
    }
}
