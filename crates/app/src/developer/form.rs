//! The form of a site: what was typed becomes metadata and a rule, or faults at their fields.
//!
//! What is allowed is decided by `okno_oidc::client`, which every other way into the directory of sites asks as well.

use std::collections::{BTreeMap, BTreeSet};

use okno_domain::{
    account::AccountLevel,
    confirmation::ConfirmationMethod,
    developer::{Reach, SiteKind},
    identifier::text::tidy,
    locale::{Locale, Texts},
    refusal::FieldFault,
    relying_party::{SiteRule, Stage},
};
use okno_oidc::{
    client::{
        self, AddressFault, ApplicationType, AuthMethod, Client, Fault, MetadataRule, Profile, Reason, RedirectRule,
        RedirectUri,
    },
    jose::Algorithm,
    subject,
};
use serde_json::{Map, Value, json};

use super::{
    esia::{self, EsiaForm, Ground},
    key,
};
use crate::esia::{Reading, Registration};

/// The most addresses of one kind.
const MOST_ADDRESSES: usize = 20;
/// The longest name of a site.
const LONGEST_NAME: usize = 100;
/// The longest purpose.
const LONGEST_PURPOSE: usize = 300;
/// Stands in the rule of every site that people sign in at: who names no scopes at all may ask for some without a purpose.
const BARE: &str = "openid";

/// The fields of the names, in the order of the languages.
pub const NAME_FIELDS: [&str; 3] = ["name_ru", "name_en", "name_fr"];

macro_rules! offered {
    ($(#[$doc:meta])* $name:ident: $($scope:literal),* $(,)?) => {
        $(#[$doc])*
        pub const $name: &[(&str, [&str; 3])] = &[
            $(($scope, [concat!("purpose_", $scope, "_ru"), concat!("purpose_", $scope, "_en"), concat!("purpose_", $scope, "_fr")]),)*
        ];
    };
}
offered!(
    /// What a site may be ticked for, with the fields of its purpose in the order of the languages.
    SCOPES: "profile",
    "fullname",
    "birthdate",
    "gender",
    "email",
    "phone",
    "snils",
    "inn",
    "id_doc",
    "birthplace",
    "citizenship",
    "latin_name",
    "level",
);
offered!(
    /// The same of a system that speaks ESIA: the scopes there that open something here. The old ones are last.
    ESIA_SCOPES: "fullname",
    "birthdate",
    "gender",
    "email",
    "mobile",
    "contacts",
    "snils",
    "inn",
    "id_doc",
    "birthplace",
    "citizenship",
    "usr_brf",
    "usr_inf",
);

/// How a site that keeps secrets can prove who it is.
pub const AUTHENTICATIONS: [AuthMethod; 3] =
    [AuthMethod::PrivateKeyJwt, AuthMethod::ClientSecretBasic, AuthMethod::ClientSecretPost];

/// What the form of a site sends, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// What it is, by its stored name.
    pub kind: String,
    /// Its names in Russian, English and French.
    pub names: [String; 3],
    /// Addresses to come back to, one in a line.
    pub redirect_uris: String,
    /// Addresses to come back to after a logout, one in a line.
    pub logout_uris: String,
    /// Where it is told that a session is over.
    pub backchannel_uri: String,
    /// Where it begins a sign-in when it is asked to.
    pub initiate_uri: String,
    /// Where it says how it handles data.
    pub policy_uri: String,
    /// How it proves who it is, by the protocol's name.
    pub authentication: String,
    /// Its keys, as they were pasted.
    pub keys: String,
    /// What it may ask for, with the purposes.
    pub scopes: BTreeMap<String, [String; 3]>,
    /// The least level, by its stored name.
    pub least_level: String,
    /// Methods that do not count, by their stored names.
    pub excluded_methods: BTreeSet<String>,
    /// Whether it takes strong sign-ins alone.
    pub second_factor: bool,
    /// What a system that speaks ESIA has besides.
    pub esia: EsiaForm,
}

/// What a site would be.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// What it is.
    pub kind: SiteKind,
    /// What it registers.
    pub metadata: Value,
    /// Its rule.
    pub rule: SiteRule,
    /// What it registers for the dialect of ESIA, where it is a system that speaks it.
    pub esia: Option<Registration>,
}

/// What a site is before it is changed.
#[derive(Clone, Copy, Debug)]
pub struct Before<'a> {
    /// What it registered.
    pub metadata: &'a Value,
    /// Its rule.
    pub rule: &'a SiteRule,
    /// Its profile, by its stored name.
    pub profile: &'a str,
    /// What it registered for the dialect of ESIA, where it is a system that speaks it.
    pub esia: Option<&'a Registration>,
}

/// What the sites of a kind may be ticked for.
const fn offered_to(kind: SiteKind) -> &'static [(&'static str, [&'static str; 3])] {
    if kind.speaks_esia() { ESIA_SCOPES } else { SCOPES }
}

/// The lines of a field that are not empty.
pub(super) fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// The code of what is wrong with an address.
const fn address_code(fault: AddressFault) -> &'static str {
    match fault {
        AddressFault::TooLong => "site-address-long",
        AddressFault::Malformed => "site-address-malformed",
        AddressFault::Fragment => "site-address-fragment",
        AddressFault::UserInfo => "site-address-user",
        AddressFault::Scheme => "site-address-scheme",
        AddressFault::Wildcard => "site-address-wildcard",
        AddressFault::SchemeWithoutDot => "site-address-no-dot",
    }
}

/// The field and the code of what the protocol finds wrong.
fn fault_of(fault: &Fault) -> FieldFault {
    let field = match fault.field {
        "redirect_uris" | "sector_identifier_uri" => "redirect_uris",
        "post_logout_redirect_uris" => "logout_uris",
        "backchannel_logout_uri" => "backchannel_uri",
        "initiate_login_uri" => "initiate_uri",
        "client_name" => "name_ru",
        "policy_uri" => "policy_uri",
        "jwks" | "jwks_uri" => "keys",
        "token_endpoint_auth_method" | "token_endpoint_auth_signing_alg" => "authentication",
        _ => "site_kind",
    };
    let code = match fault.reason {
        Reason::Missing => "required",
        Reason::TooLong => "site-long",
        Reason::Repeated => "site-repeated",
        Reason::Address(fault) => address_code(fault),
        Reason::WrongType | Reason::Unknown | Reason::Unsupported | Reason::Contradiction | Reason::Profile => {
            "site-not-allowed"
        }
    };
    let found = FieldFault::new(field, code);
    // Line 0 stands for a field of one line.
    if matches!(fault.reason, Reason::Address(_)) { found.with("line", "0") } else { found }
}

/// What is wrong with metadata under this rule and profile, at this stage.
pub(super) fn metadata_faults(metadata: &Value, (rule, profile): (&SiteRule, &str), stage: Stage) -> Vec<FieldFault> {
    let profile = Profile::find(profile).unwrap_or(Profile::Plain);
    let allowed = MetadataRule {
        profile,
        algorithms: &Algorithm::OPEN,
        front_channel: rule.front_channel,
        under_test: stage == Stage::Test,
    };
    let Some(members) = metadata.as_object() else { return vec![FieldFault::new("site_kind", "site-not-allowed")] };
    let read = match client::read_object(members, &allowed) {
        Ok(read) => read,
        Err(faults) => {
            let mut found: Vec<FieldFault> = Vec::new();
            for fault in faults.iter().map(fault_of) {
                if found.iter().all(|known| known.field != fault.field) {
                    found.push(fault);
                }
            }
            return found;
        }
    };
    let is_pairwise = read.subject_type == client::SubjectType::Pairwise && !read.redirect_uris.is_empty();
    let client = Client { id: String::new(), profile, metadata: read };
    if is_pairwise && subject::sector(&client).is_err() {
        return vec![FieldFault::new("redirect_uris", "site-not-allowed")];
    }
    Vec::new()
}

impl Form {
    /// The form of a site as it is.
    pub fn of(kind: SiteKind, metadata: &Value, rule: &SiteRule) -> Self {
        let text = |name: &str| metadata.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let list = |name: &str| {
            let entries = metadata.get(name).and_then(Value::as_array).into_iter().flatten();
            entries.filter_map(Value::as_str).collect::<Vec<_>>().join("\n")
        };
        let purposes = |texts: &Texts| Locale::ALL.map(|locale| texts.get(locale).to_owned());
        let scopes = rule.scopes.iter().filter(|(scope, _)| scope.as_str() != BARE);
        Self {
            kind: kind.name().to_owned(),
            names: [text("client_name"), text("client_name#en"), text("client_name#fr")],
            redirect_uris: list("redirect_uris"),
            logout_uris: list("post_logout_redirect_uris"),
            backchannel_uri: text("backchannel_logout_uri"),
            initiate_uri: text("initiate_login_uri"),
            policy_uri: text("policy_uri"),
            authentication: text("token_endpoint_auth_method"),
            keys: String::new(),
            scopes: scopes.map(|(scope, texts)| (scope.clone(), purposes(texts))).collect(),
            least_level: rule.least_level.name().to_owned(),
            excluded_methods: rule.excluded_methods.iter().map(|method| method.name().to_owned()).collect(),
            second_factor: rule.second_factor,
            esia: EsiaForm::default(),
        }
    }

    /// Reads the form. What it says nothing of stays as it was `before`.
    pub fn read(&self, ground: &Ground, before: Option<Before<'_>>) -> Result<Draft, Vec<FieldFault>> {
        let stage = ground.stage;
        let mut faults = Vec::new();
        let kind = SiteKind::from_name(&self.kind);
        if kind.is_none() {
            faults.push(FieldFault::new("site_kind", "required"));
        }
        let kind = kind.unwrap_or(SiteKind::Web);
        let mut metadata = before.and_then(|before| before.metadata.as_object().cloned()).unwrap_or_default();
        self.names(&mut metadata, &mut faults);
        let esia = if kind.speaks_esia() {
            self.system(&mut metadata);
            faults.extend(self.new_mnemonic_fault(before));
            Some(self.esia.read(ground, before.and_then(|before| before.esia), &mut faults))
        } else {
            self.addresses(kind, stage, &mut metadata, &mut faults);
            self.proof(kind, &mut metadata, &mut faults);
            None
        };
        let rule = self.rule(kind, before.map(|before| before.rule), &mut faults);
        let metadata = Value::Object(metadata);
        let profile = before.map_or(Profile::Plain.as_str(), |before| before.profile);
        for fault in metadata_faults(&metadata, (&rule, profile), stage) {
            if faults.iter().all(|known| known.field != fault.field) {
                faults.push(fault);
            }
        }
        if faults.is_empty() { Ok(Draft { kind, metadata, rule, esia }) } else { Err(faults) }
    }

    fn names(&self, metadata: &mut Map<String, Value>, faults: &mut Vec<FieldFault>) {
        for ((name, field), member) in
            self.names.iter().zip(NAME_FIELDS).zip(["client_name", "client_name#en", "client_name#fr"])
        {
            let name = tidy(name);
            if name.chars().count() > LONGEST_NAME {
                faults.push(FieldFault::new(field, "text-long").with("most", LONGEST_NAME.to_string()));
            }
            if name.is_empty() {
                metadata.remove(member);
            } else {
                metadata.insert(member.to_owned(), json!(name));
            }
        }
        if tidy(&self.names[0]).is_empty() {
            faults.push(FieldFault::new("name_ru", "required"));
        }
    }

    /// What is wrong with the name of a system that is entered now; it never changes afterwards.
    fn new_mnemonic_fault(&self, before: Option<Before<'_>>) -> Option<FieldFault> {
        if before.is_none() { esia::mnemonic_fault(self.esia.mnemonic.trim()) } else { None }
    }

    /// What a system that speaks ESIA registers for OpenID Connect: no way to sign in by it, unless an operator gave it one.
    fn system(&self, metadata: &mut Map<String, Value>) {
        if !metadata.contains_key("grant_types") && !metadata.contains_key("redirect_uris") {
            metadata.insert("grant_types".to_owned(), json!(["client_credentials"]));
        }
        match self.policy_uri.trim() {
            "" => metadata.remove("policy_uri"),
            text => metadata.insert("policy_uri".to_owned(), json!(text)),
        };
    }

    fn addresses(&self, kind: SiteKind, stage: Stage, metadata: &mut Map<String, Value>, faults: &mut Vec<FieldFault>) {
        let application = if kind == SiteKind::Native { ApplicationType::Native } else { ApplicationType::Web };
        metadata.insert("application_type".to_owned(), json!(application));
        let rule = RedirectRule { application, loopback_for_web: stage == Stage::Test };
        for (field, member, text) in [
            ("redirect_uris", "redirect_uris", &self.redirect_uris),
            ("logout_uris", "post_logout_redirect_uris", &self.logout_uris),
        ] {
            let entries = if kind.has_people() { lines(text) } else { Vec::new() };
            if entries.len() > MOST_ADDRESSES {
                faults.push(FieldFault::new(field, "site-many").with("most", MOST_ADDRESSES.to_string()));
            }
            for (place, entry) in entries.iter().enumerate().take(MOST_ADDRESSES) {
                if let Err(fault) = RedirectUri::parse(entry, rule) {
                    let line = place.saturating_add(1).to_string();
                    faults.push(FieldFault::new(field, address_code(fault)).with("line", line));
                    break;
                }
            }
            if entries.is_empty() {
                metadata.remove(member);
            } else {
                metadata.insert(member.to_owned(), json!(entries));
            }
        }
        for (member, text) in [
            ("policy_uri", self.policy_uri.trim()),
            ("backchannel_logout_uri", self.backchannel_uri.trim()),
            ("initiate_login_uri", self.initiate_uri.trim()),
        ] {
            if text.is_empty() || !kind.has_people() {
                metadata.remove(member);
            } else {
                metadata.insert(member.to_owned(), json!(text));
            }
        }
    }

    fn proof(&self, kind: SiteKind, metadata: &mut Map<String, Value>, faults: &mut Vec<FieldFault>) {
        let grants = if kind.has_people() {
            json!(["authorization_code", "refresh_token"])
        } else {
            json!(["client_credentials"])
        };
        metadata.insert("grant_types".to_owned(), grants);
        let method = match AuthMethod::find(&self.authentication) {
            _ if !kind.keeps_secrets() => AuthMethod::None,
            Some(method) if AUTHENTICATIONS.contains(&method) => method,
            _ => {
                faults.push(FieldFault::new("authentication", "required"));
                return;
            }
        };
        metadata.insert("token_endpoint_auth_method".to_owned(), json!(method));
        if method != AuthMethod::PrivateKeyJwt {
            metadata.remove("jwks");
        } else if !self.keys.trim().is_empty() || !metadata.contains_key("jwks") {
            match key::read(&self.keys) {
                Ok(keys) => {
                    metadata.insert("jwks".to_owned(), keys);
                }
                Err(fault) => faults.push(fault),
            }
        }
    }

    fn rule(&self, kind: SiteKind, before: Option<&SiteRule>, faults: &mut Vec<FieldFault>) -> SiteRule {
        let mut rule = before.cloned().unwrap_or_default();
        if !kind.has_people() {
            return rule;
        }
        match AccountLevel::from_name(&self.least_level) {
            Some(level) => rule.least_level = level,
            None => faults.push(FieldFault::new("least_level", "required")),
        }
        let methods = ConfirmationMethod::ALL.into_iter();
        rule.excluded_methods = methods.filter(|method| self.excluded_methods.contains(method.name())).collect();
        if rule.excluded_methods.len() == ConfirmationMethod::ALL.len() {
            faults.push(FieldFault::new("excluded_methods", "site-all-excluded"));
        }
        rule.second_factor = self.second_factor;
        let offered = offered_to(kind);
        let known = |scope: &str| offered.iter().any(|(name, _)| *name == scope);
        // What an operator has let the site ask for beyond the list is not the form's affair.
        rule.scopes.retain(|scope, _| !known(scope));
        rule.scopes.insert(BARE.to_owned(), Texts::new("", "", ""));
        for (scope, fields) in offered {
            let Some(purposes) = self.scopes.get(*scope) else { continue };
            let [ru, en, fr] = purposes.each_ref().map(|text| tidy(text));
            if ru.is_empty() {
                faults.push(FieldFault::new(fields[0], "site-purpose").with("scope", *scope));
            }
            for (text, field) in [&ru, &en, &fr].into_iter().zip(fields) {
                if text.chars().count() > LONGEST_PURPOSE {
                    faults.push(FieldFault::new(field, "text-long").with("most", LONGEST_PURPOSE.to_string()));
                }
            }
            rule.scopes.insert((*scope).to_owned(), Texts::new(ru, en, fr));
        }
        rule
    }
}

/// What a site can reach, and by what people know it.
pub(super) fn reach((kind, system): (SiteKind, Option<&Registration>), metadata: &Value, rule: &SiteRule) -> Reach {
    let texts = |start: &str| {
        let members = metadata.as_object().into_iter().flatten();
        let found = members.filter(|(name, _)| name.split('#').next() == Some(start));
        found.filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned()))).collect::<Vec<_>>()
    };
    let list = |name: &str| {
        let one = metadata.get(name).filter(|value| value.is_string()).into_iter();
        let entries = metadata.get(name).and_then(Value::as_array).into_iter().flatten().chain(one);
        entries.filter_map(Value::as_str).map(|address| format!("{name} {address}")).collect::<Vec<_>>()
    };
    let method = metadata.get("token_endpoint_auth_method").and_then(Value::as_str).unwrap_or_default();
    let method = system.map_or(method, |system| system.algorithm.name());
    let domains = system.iter().flat_map(|system| &system.redirects).map(|domain| format!("domain {domain}"));
    Reach {
        face: texts("client_name").into_iter().chain(texts("policy_uri")).collect(),
        addresses: ["redirect_uris", "post_logout_redirect_uris", "backchannel_logout_uri", "initiate_login_uri"]
            .into_iter()
            .flat_map(list)
            .chain(domains)
            .collect(),
        proof: (kind.name().to_owned(), method.to_owned()),
        certificates: system.into_iter().flat_map(esia::fingerprints).collect(),
        is_lenient: system.is_some_and(|system| system.mode == Some(Reading::Lenient)),
        scopes: rule.scopes.clone(),
        least_level: Some(rule.least_level),
        excluded_methods: rule.excluded_methods.clone(),
        second_factor: rule.second_factor,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> Form {
        Form {
            kind: "web".to_owned(),
            names: ["Библиотека".to_owned(), "Library".to_owned(), String::new()],
            redirect_uris: "http://localhost:3000/cb\n\n https://library.example/cb \n".to_owned(),
            authentication: "client_secret_basic".to_owned(),
            scopes: BTreeMap::from([("email".to_owned(), ["Чтобы писать".to_owned(), String::new(), String::new()])]),
            least_level: "standard".to_owned(),
            initiate_uri: "https://library.example/start".to_owned(),
            ..Form::default()
        }
    }

    fn ground(stage: Stage) -> Ground {
        Ground {
            stage,
            now: "2026-03-01T12:00:00Z".parse().unwrap(),
            lenient: false,
            subject: crate::settings::EsiaSubject::Number,
        }
    }

    fn faults(form: &Form) -> Vec<(&'static str, &'static str)> {
        let found = form.read(&ground(Stage::Test), None).err().unwrap_or_default();
        found.iter().map(|fault| (fault.field, fault.code)).collect()
    }

    #[test]
    fn what_was_typed_becomes_metadata_and_a_rule() {
        let draft = form().read(&ground(Stage::Test), None).unwrap();
        let addresses = json!(["http://localhost:3000/cb", "https://library.example/cb"]);
        assert_eq!(draft.metadata["redirect_uris"], addresses);
        assert_eq!(draft.metadata["client_name"], "Библиотека");
        assert!(draft.metadata.get("client_name#fr").is_none());
        assert_eq!(draft.rule.scopes.keys().collect::<Vec<_>>(), ["email", "openid"]);
        // And back again.
        let again = Form::of(draft.kind, &draft.metadata, &draft.rule);
        assert_eq!(again.read(&ground(Stage::Test), None).unwrap(), draft);
    }

    type Change = dyn Fn(&mut Form);

    #[test]
    fn each_fault_stands_at_its_field() {
        let with = |change: &dyn Fn(&mut Form)| {
            let mut form = form();
            change(&mut form);
            faults(&form)
        };
        let cases: [(&Change, (&str, &str)); 13] = [
            (&|form| form.kind.clear(), ("site_kind", "required")),
            (&|form| form.names[0] = " \u{200b} ".to_owned(), ("name_ru", "required")),
            (&|form| form.names[1] = "a".repeat(101), ("name_en", "text-long")),
            (&|form| form.redirect_uris.clear(), ("redirect_uris", "required")),
            (&|form| form.redirect_uris = "http://a.example/".to_owned(), ("redirect_uris", "site-address-scheme")),
            (
                &|form| form.redirect_uris = "https://a.example/#x".to_owned(),
                ("redirect_uris", "site-address-fragment"),
            ),
            (&|form| form.logout_uris = "hello".to_owned(), ("logout_uris", "site-address-malformed")),
            (&|form| form.policy_uri = "javascript:alert(1)".to_owned(), ("policy_uri", "site-address-scheme")),
            (&|form| form.initiate_uri = "file:///etc".to_owned(), ("initiate_uri", "site-address-scheme")),
            (&|form| form.authentication = "none".to_owned(), ("authentication", "required")),
            (&|form| form.authentication = "private_key_jwt".to_owned(), ("keys", "required")),
            (&|form| form.least_level = "high".to_owned(), ("least_level", "required")),
            (
                &|form| {
                    form.scopes.insert("snils".to_owned(), Default::default());
                },
                ("purpose_snils_ru", "site-purpose"),
            ),
        ];
        for (change, expected) in cases {
            assert_eq!(with(change), [expected]);
        }
        let all = ConfirmationMethod::ALL.iter().map(|method| method.name().to_owned()).collect();
        let all = Form { excluded_methods: all, ..form() };
        assert_eq!(faults(&all), [("excluded_methods", "site-all-excluded")]);
    }

    /// What cannot keep a secret is given none, whatever the form says; and addresses of the developer's own machine end with
    /// the test.
    #[test]
    fn the_kind_and_the_stage_decide() {
        for kind in ["page", "native"] {
            let draft = Form { kind: kind.to_owned(), ..form() }.read(&ground(Stage::Test), None).unwrap();
            assert_eq!(draft.metadata["token_endpoint_auth_method"], "none");
        }
        let program = Form { kind: "program".to_owned(), ..form() }.read(&ground(Stage::Test), None).unwrap();
        assert_eq!(program.metadata["grant_types"], json!(["client_credentials"]));
        assert!(program.metadata.get("redirect_uris").is_none());
        let faults = form().read(&ground(Stage::Production), None).unwrap_err();
        assert_eq!((faults[0].field, faults[0].code), ("redirect_uris", "site-address-scheme"));
    }

    /// Keys that are there stay when nothing is pasted; what an operator added to the site stays as well.
    #[test]
    fn what_the_form_does_not_say_stays() {
        let key = json!({
            "kty": "EC",
            "crv": "P-256",
            "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
            "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
        });
        let keys = json!({ "keys": [key] });
        let metadata = json!({ "jwks": keys, "require_pushed_authorization_requests": true });
        let rule = SiteRule { resource: Some("urn:x".to_owned()), ..SiteRule::default() };
        let form = Form { authentication: "private_key_jwt".to_owned(), ..form() };
        let draft = form
            .read(&ground(Stage::Test), Some(Before { metadata: &metadata, rule: &rule, profile: "plain", esia: None }))
            .unwrap();
        assert_eq!((&draft.metadata["jwks"], draft.rule.resource.as_deref()), (&keys, Some("urn:x")));
        assert_eq!(draft.metadata["require_pushed_authorization_requests"], true);
    }

    #[test]
    fn every_scope_that_is_offered_is_known() {
        for (scope, fields) in SCOPES.iter().chain(ESIA_SCOPES).filter(|(scope, _)| !scope.starts_with("usr_")) {
            assert!(crate::claim::SCOPES.iter().any(|(name, _)| name == scope), "{scope}");
            assert_eq!(fields[0], format!("purpose_{scope}_ru"));
        }
    }
}
