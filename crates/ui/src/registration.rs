//! The pages of registration that are its own: the form and the end (R13 to R18, R25 to R28).

use askama::Template;
use okno_domain::{
    contact::ContactKind,
    locale::Locale,
    refusal::{FieldFault, Refuse as _},
    registration::RegistrationRefusal,
};

use crate::{
    form::{Field, FormErrors},
    frame::PageFrame,
    page::View,
};

/// The form: surname, first name, phone, e-mail, and nothing else (R13, R14).
#[derive(Template)]
#[template(path = "registration/registration.html")]
pub struct RegistrationView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// Surname.
    pub family_name: Field,
    /// First name.
    pub given_name: Field,
    /// Phone.
    pub mobile_phone: Field,
    /// E-mail.
    pub email: Field,
    /// The phone must be given whatever else is (C1).
    pub needs_phone: bool,
    /// The e-mail must be given whatever else is.
    pub needs_email: bool,
    /// The page that the visitor came for (R3).
    pub next: Option<String>,
    /// Whether one can register now; where not, the page says so before anything is typed.
    pub is_open: bool,
}

impl RegistrationView {
    fn login(&self) -> String {
        self.next.as_deref().map_or_else(|| crate::route::LOGIN.to_owned(), crate::route::login_and_return)
    }
}

impl View for RegistrationView {
    const NAME: &'static str = "registration";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |errors: FormErrors, needs: (bool, bool)| Self {
            frame: PageFrame::sample(locale, crate::route::REGISTER),
            family_name: errors.field("family_name", "Кедрова"),
            given_name: errors.field("given_name", ""),
            mobile_phone: errors.field("mobile_phone", "8 912 345-67-89"),
            email: errors.field("email", ""),
            errors,
            needs_phone: needs.0,
            needs_email: needs.1,
            next: None,
            is_open: true,
        };
        let mut closed = view(RegistrationRefusal::Closed.refusal().into(), (false, false));
        closed.is_open = false;
        let faults = vec![
            FieldFault::new("given_name", "name-empty"),
            FieldFault::new("mobile_phone", "phone-length"),
            FieldFault::new("email", "contact-required"),
        ];
        vec![
            ("fresh", view(FormErrors::none(), (false, false))),
            ("faulty", view(faults.into(), (false, false))),
            ("needs-phone", view(FormErrors::none(), (true, false))),
            ("needs-email", view(FormErrors::none(), (false, true))),
            ("needs-both", view(FormErrors::none(), (true, true))),
            ("closed", closed),
        ]
    }
}

/// What can be done about a second contact (C1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactOffer {
    /// There is none of this kind.
    Add(ContactKind),
    /// It was given and is not confirmed.
    Confirm(ContactKind),
}

/// The account is there; the page moves on by itself (R25, R27).
#[derive(Template)]
#[template(path = "registration/done.html")]
pub struct DoneView {
    /// The frame.
    pub frame: PageFrame,
    /// The contact that could be added or confirmed.
    pub offer: Option<ContactOffer>,
    /// Whether a security question can be set (C27).
    pub question: bool,
    /// The page that the visitor came for (R3).
    pub next: Option<String>,
}

impl DoneView {
    /// The personal data, and from there to the page that the visitor came for.
    fn profile(&self) -> String {
        self.next.as_deref().map_or_else(|| crate::route::PROFILE_EDIT.to_owned(), crate::route::profile_and_return)
    }

    const fn adds_phone(&self) -> bool {
        matches!(self.offer, Some(ContactOffer::Add(ContactKind::MobilePhone)))
    }

    const fn adds_email(&self) -> bool {
        matches!(self.offer, Some(ContactOffer::Add(ContactKind::Email)))
    }

    const fn confirms_phone(&self) -> bool {
        matches!(self.offer, Some(ContactOffer::Confirm(ContactKind::MobilePhone)))
    }

    const fn confirms_email(&self) -> bool {
        matches!(self.offer, Some(ContactOffer::Confirm(ContactKind::Email)))
    }
}

impl View for DoneView {
    const NAME: &'static str = "registration-done";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |offer, question| Self {
            frame: PageFrame::sample(locale, crate::route::REGISTER_DONE)
                .signed_in(okno_domain::account::AccountLevel::Simplified),
            offer,
            question,
            next: None,
        };
        vec![
            ("add-email", view(Some(ContactOffer::Add(ContactKind::Email)), true)),
            ("add-phone", view(Some(ContactOffer::Add(ContactKind::MobilePhone)), true)),
            ("confirm-email", view(Some(ContactOffer::Confirm(ContactKind::Email)), true)),
            ("confirm-phone", view(Some(ContactOffer::Confirm(ContactKind::MobilePhone)), false)),
            ("bare", view(None, false)),
            ("came-for", Self { next: Some("/services/passport".to_owned()), ..view(None, true) }),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(locale: Locale) -> String {
        RegistrationView::samples(locale).remove(0).1.rendered().unwrap().html
    }

    /// R13, R14: four fields and no more.
    #[test]
    fn the_form_asks_for_names_and_contacts_only() {
        let html = html(Locale::Ru);
        let main = html.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
        let names: Vec<_> = main.split(" name=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(names, ["csrf", "family_name", "given_name", "mobile_phone", "email"]);
    }

    /// R31: this is for persons; how an organization gets an account is said in each language.
    #[test]
    fn the_form_says_that_it_is_for_persons() {
        for (locale, part) in [(Locale::Ru, "рганизац"), (Locale::En, "organisation"), (Locale::Fr, "organisation")]
        {
            assert!(html(locale).contains(part), "{part}");
        }
    }

    /// R16, R18, R199: what is needed now and later; the advice on names, the address and the phone.
    #[test]
    fn the_form_says_what_is_needed_and_what_to_mind() {
        let html = html(Locale::Ru);
        for part in ["Паспорт и номер СНИЛС", "как в паспорте", "Перечитайте адрес", "проще всего вернуть доступ"]
        {
            assert!(html.contains(part), "{part}");
        }
    }
}
