//! Those who work at the workplace, as those see them who look after them (R133, R135).

use askama::Template;
use jiff::Zoned;
use okno_domain::{
    locale::Locale,
    operator::Role,
    refusal::{Class, FieldFault, Refusal},
};

use crate::{
    directory::{OperatorLine, operator_url},
    form::{Choice, Field, FormErrors},
    frame::PageFrame,
    page::View,
    route,
    text::Text,
};

/// The roles that somebody can be given, for choosing one.
pub fn roles(locale: Locale) -> Vec<Choice> {
    let name = |role: Role| Text::new(locale, format!("operator-role-{}", role.name()));
    Role::ALL.into_iter().map(|role| Choice::new(role.name(), name(role))).collect()
}

/// The list of operators.
#[derive(Template)]
#[template(path = "staff/operators.html")]
pub struct OperatorsView {
    /// The frame.
    pub frame: PageFrame,
    /// What is looked for.
    pub query: Field,
    /// Those that were found.
    pub operators: Vec<OperatorLine>,
    /// The address of the next page.
    pub next: Option<String>,
}

impl View for OperatorsView {
    const NAME: &'static str = "operators";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |role, operators, next: Option<&str>| Self {
            frame: PageFrame::sample(locale, route::OPERATOR_OPERATORS).sample_operator(role),
            query: Field::with_value("query", ""),
            operators,
            next: next.map(str::to_owned),
        };
        vec![
            ("all", view(Role::Administrator, OperatorLine::samples(), Some("/operator/operators?after=1"))),
            ("none", view(Role::CenterAdministrator, Vec::new(), None)),
        ]
    }
}

/// Somebody new.
#[derive(Template)]
#[template(path = "staff/invite.html")]
pub struct InviteView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// Whether the role and the center can be chosen; a center's administrator invites clerks of the own center.
    pub is_whole: bool,
    /// The login name.
    pub login_name: Field,
    /// The name, as colleagues know it.
    pub name: Field,
    /// The role.
    pub role: Field,
    /// Every role.
    pub roles: Vec<Choice>,
    /// For whom they work.
    pub organization: Field,
    /// Every organization.
    pub organizations: Vec<Choice>,
    /// The first center, by its name in files.
    pub center: Field,
    /// The first day there.
    pub valid_from: Field,
    /// The last day there.
    pub valid_until: Field,
    /// Their own SNILS.
    pub snils: Field,
}

impl View for InviteView {
    const NAME: &'static str = "operator-invite";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |role, errors: FormErrors| Self {
            frame: PageFrame::sample(locale, "/operator/operators/new").sample_operator(role),
            is_whole: role == Role::Administrator,
            login_name: errors.field("login_name", "a.petrova"),
            name: errors.field("name", "Петрова А. С."),
            role: errors.field("role", "clerk"),
            roles: roles(locale),
            organization: errors.field("organization", ""),
            organizations: vec![Choice::new("1", "Мои дела")],
            center: errors.field("center", "moi-dela-01"),
            valid_from: errors.field("valid_from", ""),
            valid_until: errors.field("valid_until", ""),
            snils: errors.field("snils", ""),
            errors,
        };
        let faulty = FormErrors::from(vec![
            FieldFault::new("login_name", "operator-login-name"),
            FieldFault::new("center", "center-unknown"),
            FieldFault::new("snils", "snils-checksum"),
        ]);
        vec![
            ("administrator", view(Role::Administrator, FormErrors::none())),
            ("faulty", view(Role::Administrator, faulty)),
            ("center", view(Role::CenterAdministrator, FormErrors::none())),
        ]
    }
}

/// The link by which somebody chooses a password: shown once.
#[derive(Template)]
#[template(path = "staff/link.html")]
pub struct LinkView {
    /// The frame.
    pub frame: PageFrame,
    /// For whom it is.
    pub login_name: String,
    /// The link.
    pub link: String,
    /// For how many hours it works.
    pub hours: u32,
    /// Their page.
    pub back: String,
}

impl View for LinkView {
    const NAME: &'static str = "operator-link";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        vec![(
            "link",
            Self {
                frame: PageFrame::sample(locale, "/operator/operators/1").sample_operator(Role::Administrator),
                login_name: "a.petrova".to_owned(),
                link: "https://okno.example/operator/enroll?token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                    .to_owned(),
                hours: 24,
                back: operator_url("1"),
            },
        )]
    }
}

/// That somebody works at a center, and when.
#[derive(Clone, Debug)]
pub struct AdmissionLine {
    /// The center's id.
    pub center: String,
    /// Its name.
    pub name: String,
    /// The first day, as a form has it.
    pub from: String,
    /// The last day, as a form has it.
    pub until: String,
    /// Whether it holds now.
    pub holds: bool,
    /// Whether the one who looks may end it.
    pub may_dismiss: bool,
}

/// A change that can be made.
#[derive(Clone, Debug)]
pub struct ChangeLine {
    /// Its name in forms.
    pub name: &'static str,
    /// Whether a second operator must agree.
    pub needs_consent: bool,
    /// The request, when one was made, and whether a second operator agreed.
    pub asked: Option<(String, bool)>,
    /// The command that makes it, for an installation with one administrator.
    pub command: Option<String>,
}

/// An operator.
#[derive(Template)]
#[template(path = "staff/operator.html")]
pub struct OperatorView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// Their page.
    pub url: String,
    /// What the list shows of them.
    pub line: OperatorLine,
    /// For whom they work.
    pub organization: Option<String>,
    /// Since when they have a second factor.
    pub factor_since: Option<Zoned>,
    /// Where they work, have worked and will work.
    pub admissions: Vec<AdmissionLine>,
    /// Why nothing about them can be changed here.
    pub out_of_reach: Option<Refusal>,
    /// The changes that there are to make.
    pub changes: Vec<ChangeLine>,
    /// Whether a new link to choose a password by can be made.
    pub may_invite: bool,
    /// A further center.
    pub center: Field,
    /// Those to which they can be admitted.
    pub centers: Vec<Choice>,
    /// The first day there.
    pub valid_from: Field,
    /// The last day there.
    pub valid_until: Field,
}

impl OperatorView {
    fn change_title(&self, change: &ChangeLine) -> Text<'static> {
        self.t(format!("staff-change-{}", change.name))
    }

    fn change_text(&self, change: &ChangeLine) -> Text<'static> {
        self.t(format!("staff-change-{}-text", change.name))
    }
}

impl View for OperatorView {
    const NAME: &'static str = "operator-record";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let since = jiff::civil::date(2026, 3, 2).at(10, 5, 0, 0);
        let since = since.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(3))).unwrap_or_default();
        let admission = |center: &str, until: &str, holds| AdmissionLine {
            center: center.to_owned(),
            name: "МФЦ «Центральный»".to_owned(),
            from: String::new(),
            until: until.to_owned(),
            holds,
            may_dismiss: true,
        };
        let view = |errors: FormErrors, out_of_reach: Option<Refusal>, changes| Self {
            frame: PageFrame::sample(locale, "/operator/operators/1").sample_operator(Role::Administrator),
            url: operator_url("1"),
            line: OperatorLine::samples().remove(0),
            organization: Some("Мои дела".to_owned()),
            factor_since: Some(since.clone()),
            admissions: vec![admission("1", "", true), admission("2", "2025-12-31", false)],
            may_invite: out_of_reach.is_none(),
            out_of_reach,
            changes,
            center: errors.field("center", ""),
            centers: vec![Choice::new("3", "МФЦ «Заречный»")],
            valid_from: errors.field("valid_from", ""),
            valid_until: errors.field("valid_until", ""),
            errors,
        };
        let change = |name, asked: Option<(&str, bool)>, command: Option<&str>| ChangeLine {
            name,
            needs_consent: name != "enable",
            asked: asked.map(|(id, is_approved)| (id.to_owned(), is_approved)),
            command: command.map(str::to_owned),
        };
        let several = vec![change("disable", None, None), change("reset_factor", Some(("7", true)), None)];
        let waiting = vec![change("disable", Some(("7", false)), None), change("reset_factor", None, None)];
        let alone =
            vec![change("disable", None, Some("okno admin operators disable a.petrova")), change("enable", None, None)];
        let oneself = Refusal::new("operator-oneself", Class::Forbidden);
        let faulty = FormErrors::from(vec![
            FieldFault::new("center", "center-unknown"),
            FieldFault::new("valid_until", "period-backwards"),
        ]);
        vec![
            ("agreed", view(FormErrors::none(), None, several)),
            ("waiting", view(faulty, None, waiting)),
            ("alone", view(FormErrors::none(), None, alone)),
            ("oneself", view(FormErrors::none(), Some(oneself), Vec::new())),
        ]
    }
}
