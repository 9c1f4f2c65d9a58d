//! The operators' workplace: the way in, and the first page (R124 to R135).

use askama::Template;
use okno_domain::{
    locale::Locale,
    operator::Role,
    refusal::{Class, FieldFault, Refusal},
};

use crate::{
    form::{Choice, Field, FormErrors},
    frame::PageFrame,
    page::View,
    qr::Qr,
    route,
};

fn wait() -> FormErrors {
    Refusal::new("try-later", Class::TooMany).with("seconds", "42").into()
}

/// Login name and password.
#[derive(Template)]
#[template(path = "operator/login.html")]
pub struct LoginView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// The login name.
    pub login: Field,
    /// The password.
    pub password: Field,
}

impl View for LoginView {
    const NAME: &'static str = "operator-login";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |errors: FormErrors| Self {
            frame: PageFrame::sample(locale, route::OPERATOR_LOGIN),
            login: errors.field("login", "a.petrova"),
            password: errors.field("password", ""),
            errors,
        };
        let wrong = Refusal::new("login-wrong", Class::Invalid);
        let empty = vec![FieldFault::new("login", "required"), FieldFault::new("password", "required")];
        vec![
            ("fresh", view(FormErrors::none())),
            ("wrong", view(wrong.into())),
            ("wait", view(wait())),
            ("faulty", view(empty.into())),
        ]
    }
}

/// The code of the application.
#[derive(Template)]
#[template(path = "operator/code.html")]
pub struct CodeView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// Who signs in.
    pub login_name: String,
    /// The code.
    pub code: Field,
}

impl View for CodeView {
    const NAME: &'static str = "operator-code";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |errors: FormErrors| Self {
            frame: PageFrame::sample(locale, route::OPERATOR_CODE),
            login_name: "a.petrova".to_owned(),
            code: errors.field("code", ""),
            errors,
        };
        let wrong = vec![FieldFault::new("code", "totp-wrong")];
        let nowhere = Refusal::new("operator-no-center-admitted", Class::Forbidden);
        vec![
            ("fresh", view(FormErrors::none())),
            ("wrong", view(wrong.into())),
            ("wait", view(wait())),
            ("nowhere", view(nowhere.into())),
        ]
    }
}

/// An application is set up, at the first sign-in.
#[derive(Template)]
#[template(path = "operator/setup.html")]
pub struct SetupView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// The picture that the application reads.
    pub qr: Qr,
    /// The key, to be typed where no camera is.
    pub key: String,
    /// The first code.
    pub code: Field,
}

impl SetupView {
    /// The key in groups of four.
    fn grouped_key(&self) -> String {
        let letters: Vec<char> = self.key.chars().collect();
        letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    }
}

impl View for SetupView {
    const NAME: &'static str = "operator-setup";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |errors: FormErrors| Self {
            frame: PageFrame::sample(locale, route::OPERATOR_SETUP),
            qr: Qr::of("otpauth://totp/Okno:a.petrova?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Okno")
                .unwrap_or(Qr { size: 0, path: String::new() }),
            key: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ".to_owned(),
            code: errors.field("code", ""),
            errors,
        };
        let wrong = vec![FieldFault::new("code", "code-format").with("digits", "6")];
        vec![("fresh", view(FormErrors::none())), ("wrong", view(wrong.into()))]
    }
}

/// One of several centers.
#[derive(Template)]
#[template(path = "operator/center.html")]
pub struct CenterView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// The choice.
    pub center: Field,
    /// What there is.
    pub centers: Vec<Choice>,
}

impl View for CenterView {
    const NAME: &'static str = "operator-center";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |errors: FormErrors| Self {
            frame: PageFrame::sample(locale, route::OPERATOR_CENTER),
            center: errors.field("center", ""),
            centers: vec![Choice::new("1", "МФЦ «Центральный»"), Choice::new("2", "МФЦ «Северный»")],
            errors,
        };
        let none = vec![FieldFault::new("center", "required")];
        vec![("fresh", view(FormErrors::none())), ("faulty", view(none.into()))]
    }
}

/// A password is chosen by the link.
#[derive(Template)]
#[template(path = "operator/enroll.html")]
pub struct EnrollView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// Whom the link is for.
    pub login_name: String,
    /// The link's token.
    pub token: String,
    /// The password.
    pub password: Field,
    /// Once more.
    pub password_repeat: Field,
    /// The ending that calls for help.
    pub alarm_ending: Field,
}

impl View for EnrollView {
    const NAME: &'static str = "operator-enroll";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |errors: FormErrors| Self {
            frame: PageFrame::sample(locale, route::OPERATOR_ENROLL),
            login_name: "a.petrova".to_owned(),
            token: "sample".to_owned(),
            password: errors.field("password", ""),
            password_repeat: errors.field("password_repeat", ""),
            alarm_ending: errors.field("alarm_ending", ""),
            errors,
        };
        let faulty = vec![
            FieldFault::new("password", "required"),
            FieldFault::new("password_repeat", "password-repeat-differs"),
            FieldFault::new("alarm_ending", "alarm-ending"),
        ];
        vec![("fresh", view(FormErrors::none())), ("faulty", view(faulty.into()))]
    }
}

/// Password and code once more, before what cannot be undone.
#[derive(Template)]
#[template(path = "operator/again.html")]
pub struct AgainView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// The password.
    pub password: Field,
    /// The code.
    pub code: Field,
    /// For how many minutes it holds.
    pub minutes: u32,
}

impl View for AgainView {
    const NAME: &'static str = "operator-again";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |errors: FormErrors| Self {
            frame: PageFrame::sample(locale, route::OPERATOR_AGAIN).sample_operator(Role::Clerk),
            password: errors.field("password", ""),
            code: errors.field("code", ""),
            minutes: 5,
            errors,
        };
        let wrong = vec![FieldFault::new("password", "password-wrong")];
        vec![("fresh", view(FormErrors::none())), ("wrong", view(wrong.into())), ("wait", view(wait()))]
    }
}

/// What an operator can begin from the first page; the words are `operator-task-<name>` and `operator-task-<name>-text`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskTile {
    /// Its name.
    pub name: &'static str,
    /// Where it leads.
    pub href: &'static str,
}

impl TaskTile {
    fn title_key(&self) -> String {
        format!("operator-task-{}", self.name)
    }

    fn text_key(&self) -> String {
        format!("operator-task-{}-text", self.name)
    }
}

/// The first page of the workplace.
#[derive(Template)]
#[template(path = "operator/workplace.html")]
pub struct WorkplaceView {
    /// The frame.
    pub frame: PageFrame,
    /// What can be begun here.
    pub tasks: Vec<TaskTile>,
    /// The record of the own center, for who looks after it.
    pub own_center: Option<String>,
}

impl View for WorkplaceView {
    const NAME: &'static str = "operator-workplace";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |role, tasks| Self {
            frame: PageFrame::sample(locale, route::OPERATOR).sample_operator(role),
            tasks,
            own_center: (role == Role::CenterAdministrator).then(|| "/operator/centers/1".to_owned()),
        };
        let tile = |name, href| TaskTile { name, href };
        let approvals = tile("approvals", route::OPERATOR_APPROVALS);
        let window = vec![
            tile("confirm", route::OPERATOR_CONFIRM),
            tile("restore", route::OPERATOR_RESTORE),
            tile("delete", route::OPERATOR_DELETE),
            tile("correct", route::OPERATOR_CORRECT),
            tile("booked", route::OPERATOR_VISITS),
            approvals,
        ];
        vec![
            ("clerk", view(Role::Clerk, window.clone())),
            ("center-administrator", view(Role::CenterAdministrator, window)),
            (
                "support",
                view(
                    Role::Support,
                    vec![tile("support", route::OPERATOR_SUPPORT), tile("cases", route::OPERATOR_CASES)],
                ),
            ),
            (
                "administrator",
                view(
                    Role::Administrator,
                    vec![
                        tile("queues", route::OPERATOR_QUEUES),
                        approvals,
                        tile("organizations", route::OPERATOR_ORGANIZATIONS),
                        tile("sites", route::OPERATOR_SITES),
                        tile("centers", route::OPERATOR_CENTERS),
                        tile("operators", route::OPERATOR_OPERATORS),
                        tile("settings", route::OPERATOR_SETTINGS),
                        tile("announcements", route::OPERATOR_ANNOUNCEMENTS),
                        tile("texts", route::OPERATOR_TEXTS),
                        tile("statistics", route::OPERATOR_STATISTICS),
                    ],
                ),
            ),
        ]
    }
}

#[cfg(test)]
mod tests {
    use okno_domain::{
        approval::ApprovalRefusal,
        operator::{Act, LoginNameRefusal, OperatorRefusal, SignInRefusal, Task},
        refusal::Refuse,
    };

    use super::*;

    /// Every refusal, role, act and task has its words in every language.
    #[test]
    fn all_is_worded() {
        let refusals = OperatorRefusal::ALL.iter().map(Refuse::refusal);
        let refusals = refusals.chain(SignInRefusal::ALL.iter().map(Refuse::refusal));
        let refusals = refusals.chain(ApprovalRefusal::ALL.iter().map(Refuse::refusal));
        let refusals = refusals.chain([LoginNameRefusal.refusal()]);
        let mut keys: Vec<String> = refusals.map(|refusal| format!("refusal-{}", refusal.code)).collect();
        keys.extend(["refusal-operator-name-taken", "refusal-operator-invitation-over"].map(str::to_owned));
        keys.extend(Role::ALL.map(|role| format!("operator-role-{}", role.name())));
        keys.extend(
            Act::ALL.into_iter().filter(|act| act.is_sensitive()).map(|act| format!("approval-act-{}", act.name())),
        );
        keys.extend(
            Act::ALL
                .into_iter()
                .filter(|act| act.may_need_approval())
                .map(|act| format!("approval-act-{}", act.name())),
        );
        for locale in Locale::ALL {
            for key in &keys {
                assert!(crate::text::has(locale, key), "{key} {locale}");
            }
            for task in Task::ALL {
                let text = crate::Text::new(locale, "audit-operator-looked").with("detail", task.name()).to_string();
                let unknown = crate::Text::new(locale, "audit-operator-looked").with("detail", "x").to_string();
                assert_ne!(text, unknown, "{task:?} {locale}");
            }
        }
    }

    /// R135: every page of the workplace says who works where.
    #[test]
    fn the_head_says_who_works_where() {
        let html = WorkplaceView::samples(Locale::En).remove(0).1.rendered().unwrap().html;
        let head = html.split("<header").nth(1).unwrap().split("</header>").next().unwrap();
        for part in ["Петрова А. С.", "МФЦ «Центральный»", "Clerk", "action=\"/operator/logout\""]
        {
            assert!(head.contains(part), "{part}");
        }
    }

    #[test]
    fn the_key_can_be_typed() {
        let html = SetupView::samples(Locale::En).remove(0).1.rendered().unwrap().html;
        assert!(html.contains("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ") && html.contains("<path d=\"M4 4h7"));
    }
}
