//! A second factor is asked for: at a login, or before a sensitive act (B1).

use askama::Template;
use okno_domain::{
    account::AccountLevel,
    credential::factor::{FactorKind, FactorRefusal},
    locale::Locale,
    refusal::{Class, FieldFault, Refusal, Refuse as _},
};

use crate::{
    form::{Field, FormErrors},
    frame::PageFrame,
    page::View,
    route,
    text::Text,
};

/// What it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskedFor {
    /// The second step of a login.
    Login,
    /// A login by passkey alone.
    PasskeyLogin,
    /// A fresh proof.
    Proof,
}

impl AskedFor {
    /// The page where an answer is typed.
    pub const fn page(self) -> &'static str {
        match self {
            Self::Login => route::LOGIN_STEP,
            Self::PasskeyLogin => route::LOGIN,
            Self::Proof => route::ACCOUNT_PROOF,
        }
    }

    /// The page that asks the device.
    pub const fn passkey(self) -> &'static str {
        match self {
            Self::Login => route::LOGIN_STEP_PASSKEY,
            Self::PasskeyLogin => route::LOGIN_PASSKEY,
            Self::Proof => route::ACCOUNT_PROOF_PASSKEY,
        }
    }

    /// What begins asking the device, by POST.
    pub const fn passkey_begin(self) -> &'static str {
        match self {
            Self::Login => route::LOGIN_STEP_PASSKEY_BEGIN,
            Self::PasskeyLogin => route::LOGIN_PASSKEY_BEGIN,
            Self::Proof => route::ACCOUNT_PROOF_PASSKEY_BEGIN,
        }
    }
}

/// How it is answered on this page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// By the password: no factor is set.
    Password,
    /// By a factor.
    Factor(FactorKind),
}

impl By {
    fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Factor(kind) => kind.name(),
        }
    }
}

/// The page where a factor is proved.
#[derive(Template)]
#[template(path = "factor/ask.html")]
pub struct FactorAskView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// What it is asked for.
    pub asked_for: AskedFor,
    /// How it is answered here.
    pub by: By,
    /// All ways there are.
    pub offered: Vec<FactorKind>,
    /// Where to go afterwards.
    pub next: Option<String>,
    /// The code of the application.
    pub code: Field,
    /// The saved code.
    pub recovery_code: Field,
    /// The password.
    pub password: Field,
}

impl FactorAskView {
    /// The page; nothing is filled in.
    pub fn new(
        frame: PageFrame,
        errors: FormErrors,
        (asked_for, by): (AskedFor, By),
        offered: Vec<FactorKind>,
        next: Option<String>,
    ) -> Self {
        let [code, recovery_code, password] = ["code", "recovery_code", "password"].map(|name| errors.field(name, ""));
        Self { frame, errors, asked_for, by, offered, next, code, recovery_code, password }
    }

    fn title(&self) -> Text<'static> {
        self.t(match self.asked_for {
            AskedFor::Login | AskedFor::PasskeyLogin => "factor-ask-login",
            AskedFor::Proof => "factor-ask-proof",
        })
    }

    fn is_login(&self) -> bool {
        self.asked_for != AskedFor::Proof
    }

    fn by_name(&self) -> &'static str {
        self.by.name()
    }

    /// The other ways, with their addresses and words.
    fn others(&self) -> Vec<(String, Text<'static>)> {
        let others = self.offered.iter().copied().filter(|kind| By::Factor(*kind) != self.by);
        others
            .map(|kind| {
                let page = route::then(self.asked_for.page(), self.next.as_deref());
                let mark = if page.contains('?') { '&' } else { '?' };
                (format!("{page}{mark}by={}", kind.name()), self.t(format!("factor-by-{}", kind.name())))
            })
            .collect()
    }
}

impl View for FactorAskView {
    const NAME: &'static str = "factor-ask";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        use FactorKind::{Passkey, RecoveryCode, Totp};
        let all = vec![Passkey, Totp, RecoveryCode];
        let login = |errors: FormErrors, kind, next: Option<&str>| {
            let frame = PageFrame::sample(locale, route::LOGIN_STEP);
            Self::new(frame, errors, (AskedFor::Login, By::Factor(kind)), all.clone(), next.map(str::to_owned))
        };
        let proof = |errors: FormErrors, by, offered: Vec<FactorKind>| {
            let frame = PageFrame::sample(locale, route::ACCOUNT_PROOF).signed_in(AccountLevel::Standard);
            Self::new(frame, errors, (AskedFor::Proof, by), offered, Some(route::ACCOUNT_FACTORS.to_owned()))
        };
        let wrong = |field, code| FormErrors::from(vec![FieldFault::new(field, code)]);
        let later = Refusal::new("try-later", Class::TooMany).with("seconds", "5");
        vec![
            ("code", login(FormErrors::none(), Totp, None)),
            ("code-wrong", login(wrong("code", "totp-wrong"), Totp, None)),
            ("later", login(later.into(), Totp, Some("/account/data"))),
            ("saved", login(FormErrors::none(), RecoveryCode, None)),
            ("saved-wrong", login(wrong("recovery_code", "recovery-code-wrong"), RecoveryCode, None)),
            ("passkey", login(FormErrors::none(), Passkey, Some("/account/data?a=1"))),
            ("proof", proof(FormErrors::none(), By::Factor(Totp), vec![Totp])),
            ("proof-password", proof(FormErrors::none(), By::Password, Vec::new())),
            ("proof-password-wrong", proof(wrong("password", "password-wrong"), By::Password, Vec::new())),
        ]
    }
}

/// The page that asks the device for a passkey; its script sends what the device says.
#[derive(Template)]
#[template(path = "factor/passkey_ask.html")]
pub struct PasskeyAskView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// What it is asked for.
    pub asked_for: AskedFor,
    /// What the script asks the device.
    pub options: String,
    /// Where to go afterwards.
    pub next: Option<String>,
}

impl PasskeyAskView {
    fn back(&self) -> String {
        route::then(self.asked_for.page(), self.next.as_deref())
    }

    fn is_login(&self) -> bool {
        self.asked_for != AskedFor::Proof
    }
}

impl View for PasskeyAskView {
    const NAME: &'static str = "passkey-ask";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |asked_for: AskedFor, errors| {
            let frame = PageFrame::sample(locale, asked_for.passkey());
            let options = "{\"publicKey\":{\"challenge\":\"AAAA\"}}".to_owned();
            Self { frame, errors, asked_for, options, next: None }
        };
        vec![
            ("login", view(AskedFor::PasskeyLogin, FormErrors::none())),
            ("step", view(AskedFor::Login, FormErrors::none())),
            ("wrong", view(AskedFor::Proof, FactorRefusal::PasskeyWrong.refusal().into())),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// B1: each way leads to the others, and keeps where the visitor came from.
    #[test]
    fn ways_lead_to_one_another() {
        let samples = FactorAskView::samples(Locale::En);
        let (_, view) = samples.into_iter().find(|(name, _)| *name == "passkey").unwrap();
        let html = view.rendered().unwrap().html;
        assert!(html.contains("href=\"/login/second-step?return=/account/data%3Fa%3D1&#38;by=totp\""), "{html}");
        assert!(html.contains("action=\"/login/second-step/passkey/begin\""));
    }
}
