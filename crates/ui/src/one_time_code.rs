//! The pages for one-time codes and links, the same for registration and recovery (R20, R21, R33 to R40).

use askama::Template;
use okno_domain::{contact::ContactKind, locale::Locale, refusal::FieldFault};

use crate::{
    form::{Field, FormErrors},
    frame::PageFrame,
    page::View,
    route,
};

/// What a code or a password is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// A new account.
    Registration,
    /// A forgotten password.
    Recovery,
}

impl Flow {
    const fn pick(self, registration: &'static str, recovery: &'static str) -> &'static str {
        match self {
            Self::Registration => registration,
            Self::Recovery => recovery,
        }
    }

    /// Whether it is the recovery.
    pub const fn is_recovery(self) -> bool {
        matches!(self, Self::Recovery)
    }

    /// The first page, where contacts are typed.
    pub const fn start(self) -> &'static str {
        self.pick(route::REGISTER, route::RECOVERY)
    }

    /// The page for the code.
    pub const fn code(self) -> &'static str {
        self.pick(route::REGISTER_CODE, route::RECOVERY_CODE)
    }

    /// Sends another one.
    pub const fn resend(self) -> &'static str {
        self.pick(route::REGISTER_RESEND, route::RECOVERY_RESEND)
    }

    /// The page of the link in a letter.
    pub const fn link(self) -> &'static str {
        self.pick(route::REGISTER_LINK, route::RECOVERY_LINK)
    }

    /// The page for the password.
    pub const fn password(self) -> &'static str {
        self.pick(route::REGISTER_PASSWORD, route::RECOVERY_PASSWORD)
    }

    /// Makes up passwords.
    pub const fn generate(self) -> &'static str {
        self.pick(route::REGISTER_GENERATE, route::RECOVERY_GENERATE)
    }

    /// The last page.
    pub const fn done(self) -> &'static str {
        self.pick(route::REGISTER_DONE, route::RECOVERY_DONE)
    }
}

/// "Enter the code", or "a letter has been sent".
#[derive(Template)]
#[template(path = "one_time_code/code.html")]
pub struct CodeView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// What the code is for.
    pub flow: Flow,
    /// The channel.
    pub kind: ContactKind,
    /// The contact as it may be shown.
    pub contact: String,
    /// The address to which a letter went as well (R23).
    pub also: Option<String>,
    /// The field; none when the letter has only a link (C2).
    pub code: Option<Field>,
    /// How many digits the code has.
    pub digits: u8,
    /// Seconds for which the code is accepted still (R34); 0 when it is over.
    pub seconds_left: i64,
    /// Seconds until another one may be asked for (R36).
    pub resend_in: i64,
    /// For how many hours a link is valid (R39).
    pub link_hours: u32,
}

impl CodeView {
    /// The contact for the text: a number is never broken across lines.
    fn unbroken(&self) -> String {
        self.contact.replace(' ', "\u{a0}")
    }

    const fn by_sms(&self) -> bool {
        matches!(self.kind, ContactKind::MobilePhone)
    }

    /// The page where contacts are typed, filled in with what was typed before.
    fn change(&self) -> String {
        if self.flow.is_recovery() { self.flow.start().to_owned() } else { format!("{}?change=1", self.flow.start()) }
    }
}

impl View for CodeView {
    const NAME: &'static str = "code";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        use ContactKind::{Email, MobilePhone};
        let view = |flow: Flow, kind, seconds_left, errors: FormErrors| Self {
            frame: PageFrame::sample(locale, flow.code()),
            code: Some(errors.field("code", "")),
            errors,
            flow,
            kind,
            contact: match kind {
                MobilePhone => "+7 (912) 345-67-89".to_owned(),
                Email => "ivanova.ekaterina.konstantinovna@example.org".to_owned(),
            },
            also: None,
            digits: 6,
            seconds_left,
            resend_in: if seconds_left > 240 { 47 } else { 0 },
            link_hours: 24,
        };
        let wrong = FormErrors::from(vec![FieldFault::new("code", "code-wrong").with("left", "4")]);
        let mut both = view(Flow::Registration, MobilePhone, 287, FormErrors::none());
        both.also = Some("ivanova@example.org".to_owned());
        let mut link_only = view(Flow::Registration, Email, 0, FormErrors::none());
        link_only.code = None;
        let mut masked = view(Flow::Recovery, MobilePhone, 200, FormErrors::none());
        "+7 *** ***-67-89".clone_into(&mut masked.contact);
        vec![
            ("sms", view(Flow::Registration, MobilePhone, 287, FormErrors::none())),
            ("sms-and-letter", both),
            ("wrong", view(Flow::Registration, MobilePhone, 100, wrong)),
            ("over", view(Flow::Registration, MobilePhone, 0, FormErrors::none())),
            ("letter", view(Flow::Registration, Email, 287, FormErrors::none())),
            ("link-only", link_only),
            ("recovery-sms", masked),
            ("recovery-letter", view(Flow::Recovery, Email, 280, FormErrors::none())),
        ]
    }
}

/// One button between a link in a letter and its effect: a mail scanner that follows links uses nothing up.
#[derive(Template)]
#[template(path = "one_time_code/link.html")]
pub struct LinkView {
    /// The frame.
    pub frame: PageFrame,
    /// What the link is for.
    pub flow: Flow,
    /// The token of the link.
    pub token: String,
}

impl View for LinkView {
    const NAME: &'static str = "code-link";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view =
            |flow: Flow| Self { frame: PageFrame::sample(locale, flow.link()), flow, token: "AAECAwQFBgc".to_owned() };
        vec![("registration", view(Flow::Registration)), ("recovery", view(Flow::Recovery))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R40: the field takes pasted text and brings up the numeric keyboard.
    #[test]
    fn the_code_field_suits_phones() {
        let html = CodeView::samples(Locale::Ru).remove(0).1.rendered().unwrap().html;
        let field = html.split("<input").find(|part| part.contains("name=\"code\"")).unwrap();
        assert!(field.contains("inputmode=\"numeric\"") && field.contains("autocomplete=\"one-time-code\""));
        assert!(!field.contains("maxlength") && !field.contains("pattern"));
    }

    /// R34: the page shows the time left, and says when it is over.
    #[test]
    fn the_time_left_is_shown() {
        let page = |wanted: &str| {
            let samples = CodeView::samples(Locale::Ru);
            samples.into_iter().find(|(name, _)| *name == wanted).unwrap().1.rendered().unwrap().html
        };
        assert!(page("sms").contains("4:47"));
        assert!(page("over").contains("Срок действия кода истёк"));
    }
}
