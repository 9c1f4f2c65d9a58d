//! The pages for one-time codes and links, the same for registration and recovery (R20, R21, R33 to R40).

use askama::Template;
use okno_domain::{contact::ContactKind, locale::Locale, refusal::FieldFault};

use crate::{
    form::{Field, FormErrors},
    frame::PageFrame,
    page::View,
    route,
    text::Text,
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

    /// Gives it up.
    pub const fn cancel(self) -> &'static str {
        self.pick(route::REGISTER_CANCEL, route::RECOVERY_CANCEL)
    }

    /// The last page.
    pub const fn done(self) -> &'static str {
        self.pick(route::REGISTER_DONE, route::RECOVERY_DONE)
    }
}

/// "Enter the code", or "a letter has been sent", or both (R23).
#[derive(Template)]
#[template(path = "one_time_code/code.html")]
pub struct CodeView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// What the code is for.
    pub flow: Flow,
    /// The contact to prove.
    pub first: CodePart,
    /// The other one, when both were given and none is proved yet (R23).
    pub second: Option<CodePart>,
    /// The contact that is proved already; the page for the password is open.
    pub confirmed: Option<String>,
    /// How many digits the code has.
    pub digits: u8,
    /// For how many hours a link is valid (R39).
    pub link_hours: u32,
}

/// One contact with its code.
#[derive(Clone, Debug)]
pub struct CodePart {
    /// The channel.
    pub kind: ContactKind,
    /// The contact as it may be shown.
    pub contact: String,
    /// The field; none when the letter has only a link (C2).
    pub code: Option<Field>,
    /// Seconds for which the code is accepted still (R34); 0 when it is over.
    pub seconds_left: i64,
    /// Seconds until another one may be asked for (R36).
    pub resend_in: i64,
}

impl CodePart {
    /// The contact for the text: a number is never broken across lines.
    fn unbroken(&self) -> String {
        self.contact.replace(' ', "\u{a0}")
    }

    const fn by_sms(&self) -> bool {
        matches!(self.kind, ContactKind::MobilePhone)
    }
}

impl CodeView {
    /// The page where contacts are typed, filled in with what was typed before.
    fn change(&self) -> String {
        if self.flow.is_recovery() { self.flow.start().to_owned() } else { format!("{}?change=1", self.flow.start()) }
    }

    fn both_typed(&self) -> bool {
        self.second.as_ref().is_some_and(|letter| letter.code.is_some())
    }

    /// What stands below the label of a field: with two fields, also where the code was sent.
    fn hint(&self, part: &CodePart) -> Text<'static> {
        if self.both_typed() {
            self.t("code-hint-sent").with("contact", part.unbroken()).with("n", self.digits)
        } else {
            self.t("code-hint").with("n", self.digits)
        }
    }

    fn title(&self) -> Text<'static> {
        if self.both_typed() {
            self.t("code-title-both")
        } else if self.first.by_sms() {
            self.t("code-title-sms")
        } else {
            self.t("code-title-letter").with("contact", self.first.unbroken())
        }
    }
}

impl View for CodeView {
    const NAME: &'static str = "code";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        use ContactKind::{Email, MobilePhone};
        let part = |kind, name, seconds_left, errors: &FormErrors| CodePart {
            kind,
            contact: match kind {
                MobilePhone => "+7 (912) 345-67-89".to_owned(),
                Email => "ivanova.ekaterina.konstantinovna@example.org".to_owned(),
            },
            code: Some(errors.field(name, "")),
            seconds_left,
            resend_in: if seconds_left > 240 { 47 } else { 0 },
        };
        let view = |flow: Flow, kind, seconds_left, errors: FormErrors| Self {
            frame: PageFrame::sample(locale, flow.code()),
            first: part(kind, "code", seconds_left, &errors),
            second: None,
            confirmed: None,
            errors,
            flow,
            digits: 6,
            link_hours: 24,
        };
        let wrong = |field| FormErrors::from(vec![FieldFault::new(field, "code-wrong").with("left", "4")]);
        let both = |errors: FormErrors| Self {
            second: Some(part(Email, "email_code", 287, &errors)),
            ..view(Flow::Registration, MobilePhone, 287, errors)
        };
        let mut with_link = both(FormErrors::none());
        with_link.second = with_link.second.map(|letter| CodePart { code: None, ..letter });
        let mut letter_left = view(Flow::Registration, Email, 200, wrong("email_code"));
        letter_left.first = part(Email, "email_code", 200, &letter_left.errors);
        letter_left.confirmed = Some("+7 (912) 345-67-89".to_owned());
        let mut sms_left = view(Flow::Registration, MobilePhone, 200, FormErrors::none());
        sms_left.confirmed = Some("ivanova@example.org".to_owned());
        let mut link_only = view(Flow::Registration, Email, 0, FormErrors::none());
        link_only.first.code = None;
        let mut masked = view(Flow::Recovery, MobilePhone, 200, FormErrors::none());
        "+7 *** ***-67-89".clone_into(&mut masked.first.contact);
        vec![
            ("sms", view(Flow::Registration, MobilePhone, 287, FormErrors::none())),
            ("sms-and-letter", both(FormErrors::none())),
            ("sms-and-letter-wrong", both(wrong("email_code"))),
            ("sms-and-link", with_link),
            ("letter-left", letter_left),
            ("sms-left", sms_left),
            ("wrong", view(Flow::Registration, MobilePhone, 100, wrong("code"))),
            ("over", view(Flow::Registration, MobilePhone, 0, FormErrors::none())),
            ("letter", view(Flow::Registration, Email, 287, FormErrors::none())),
            ("link-only", link_only),
            ("recovery-sms", masked),
            ("recovery-letter", view(Flow::Recovery, Email, 280, FormErrors::none())),
        ]
    }
}

/// Whose registration it is, so that one who follows a link sees whether it is their own (R21).
#[derive(Clone, Debug)]
pub struct Applicant {
    /// First name and surname.
    pub name: String,
    /// Every contact given, as it is written.
    pub contacts: Vec<String>,
}

impl Applicant {
    pub(crate) fn sample() -> Self {
        Self {
            name: "Екатерина Иванова".to_owned(),
            contacts: vec!["+7 (912) 345-67-89".to_owned(), "ivanova@example.org".to_owned()],
        }
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
    /// Whose registration the link confirms; none at a recovery.
    pub applicant: Option<Applicant>,
}

impl View for LinkView {
    const NAME: &'static str = "code-link";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |flow: Flow| Self {
            frame: PageFrame::sample(locale, flow.link()),
            flow,
            token: "AAECAwQFBgc".to_owned(),
            applicant: (!flow.is_recovery()).then(Applicant::sample),
        };
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

    fn page(wanted: &str) -> String {
        let samples = CodeView::samples(Locale::Ru);
        samples.into_iter().find(|(name, _)| *name == wanted).unwrap().1.rendered().unwrap().html
    }

    /// R34: the page shows the time left, and says when it is over.
    #[test]
    fn the_time_left_is_shown() {
        assert!(page("sms").contains("4:47"));
        assert!(page("over").contains("Срок действия кода истёк"));
    }

    /// R23: each contact has a field and a repeat of its own; only the SMS is offered by the phone's keyboard.
    #[test]
    fn both_codes_can_be_typed() {
        let html = page("sms-and-letter");
        for part in ["name=\"code\"", "name=\"email_code\"", "value=\"mobile_phone\"", "value=\"email\""] {
            assert!(html.contains(part), "{part}");
        }
        assert_eq!(html.matches("autocomplete=\"one-time-code\"").count(), 1);
        let link = page("sms-and-link");
        assert!(!link.contains("name=\"email_code\"") && link.contains("перейдите по ссылке"));
    }
}
