//! Contacts: seeing, adding, replacing, removing them (R94, R95).

use askama::Template;
use okno_domain::{
    account::AccountLevel,
    contact::ContactKind,
    locale::Locale,
    refusal::{Class, FieldFault, Refusal},
};

use crate::{
    form::{Field, FormErrors},
    frame::PageFrame,
    page::View,
    route,
    text::Text,
};

/// The page that gives or replaces a contact of this kind.
pub fn enter_url(kind: ContactKind) -> String {
    format!("{}/{}", route::ACCOUNT_CONTACTS, kind.name())
}

/// The page where its code is typed.
pub fn code_url(kind: ContactKind) -> String {
    format!("{}/code", enter_url(kind))
}

/// Where another code is asked for.
pub fn resend_url(kind: ContactKind) -> String {
    format!("{}/resend", enter_url(kind))
}

/// The page that removes a contact.
pub fn remove_url(id: &str) -> String {
    format!("{}/remove/{id}", route::ACCOUNT_CONTACTS)
}

/// A contact on the page.
#[derive(Clone, Debug)]
pub struct ContactLine {
    /// Its id.
    pub id: String,
    /// The number or address as it is written.
    pub value: String,
}

/// What is known of one kind of contact.
#[derive(Clone, Debug)]
pub struct ContactSlot {
    /// The kind.
    pub kind: ContactKind,
    /// The confirmed one.
    pub confirmed: Option<ContactLine>,
    /// The one that waits for its code.
    pub waiting: Option<ContactLine>,
    /// Whether the confirmed one may be removed: the last may not.
    pub removable: bool,
}

impl ContactSlot {
    fn enter_url(&self) -> String {
        enter_url(self.kind)
    }

    fn code_url(&self) -> String {
        code_url(self.kind)
    }
}

/// All contacts.
#[derive(Template)]
#[template(path = "contact/contacts.html")]
pub struct ContactsView {
    /// The frame.
    pub frame: PageFrame,
    /// Phone and e-mail.
    pub slots: Vec<ContactSlot>,
}

impl ContactsView {
    fn kind_name(&self, slot: &ContactSlot) -> Text<'static> {
        crate::personal_data::label(self.frame.locale, slot.kind.name())
    }

    fn say(&self, part: &str, slot: &ContactSlot) -> Text<'static> {
        self.t(format!("contact-{part}-{}", slot.kind.name()))
    }
}

fn frame_of(locale: Locale, path: &str) -> PageFrame {
    PageFrame::sample(locale, path).signed_in(AccountLevel::Simplified)
}

impl View for ContactsView {
    const NAME: &'static str = "contacts";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let line = |id: &str, value: &str| Some(ContactLine { id: id.to_owned(), value: value.to_owned() });
        let phone = line("1", "+7 912 345-67-89");
        let slot = |kind, confirmed, waiting, removable| ContactSlot { kind, confirmed, waiting, removable };
        let view = |slots| Self { frame: frame_of(locale, route::ACCOUNT_CONTACTS), slots };
        let email = ContactKind::Email;
        vec![
            (
                "one",
                view(vec![
                    slot(ContactKind::MobilePhone, phone.clone(), None, false),
                    slot(email, None, line("2", "maria@example.org"), false),
                ]),
            ),
            (
                "both",
                view(vec![
                    slot(ContactKind::MobilePhone, phone, line("3", "+7 912 000-00-00"), true),
                    slot(email, line("2", "maria@example.org"), None, true),
                ]),
            ),
            ("none", view(vec![slot(email, None, None, false)])),
        ]
    }
}

/// The form for a new contact: what it is, and the password (R94).
#[derive(Template)]
#[template(path = "contact/enter.html")]
pub struct ContactEnterView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// The kind.
    pub kind: ContactKind,
    /// Whether it takes the place of another.
    pub replaces: bool,
    /// The new contact.
    pub contact: Field,
    /// The password.
    pub password: Field,
}

impl ContactEnterView {
    /// The form with what was typed.
    pub fn new(frame: PageFrame, errors: FormErrors, kind: ContactKind, replaces: bool, typed: &str) -> Self {
        let (contact, password) = (errors.field(kind.name(), typed), errors.field("password", ""));
        Self { frame, errors, kind, replaces, contact, password }
    }

    fn title(&self) -> Text<'static> {
        let act = if self.replaces { "replace" } else { "add" };
        self.t(format!("contact-{act}-{}", self.kind.name()))
    }

    fn is_phone(&self) -> bool {
        self.kind == ContactKind::MobilePhone
    }

    fn say(&self, part: &str) -> Text<'static> {
        self.t(format!("contact-{part}-{}", self.kind.name()))
    }
}

impl View for ContactEnterView {
    const NAME: &'static str = "contact-enter";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |errors, kind, replaces| Self::new(frame_of(locale, &enter_url(kind)), errors, kind, replaces, "12");
        let wrong = vec![FieldFault::new("email", "contact-yours"), FieldFault::new("password", "password-wrong")];
        vec![
            ("phone", view(FormErrors::none(), ContactKind::MobilePhone, false)),
            ("email", view(FormErrors::none(), ContactKind::Email, true)),
            ("faulty", view(wrong.into(), ContactKind::Email, false)),
        ]
    }
}

/// The page for the code that was sent to a new contact.
#[derive(Template)]
#[template(path = "contact/code.html")]
pub struct ContactCodeView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// The kind.
    pub kind: ContactKind,
    /// Where the code went.
    pub to: String,
    /// The code.
    pub code: Field,
    /// Seconds for which a code can still be typed; none when there is none.
    pub seconds_left: Option<i64>,
    /// Seconds until another may be asked for.
    pub resend_in: i64,
}

impl ContactCodeView {
    fn sent(&self) -> Text<'static> {
        self.t(format!("contact-code-sent-{}", self.kind.name())).with("to", self.to.clone())
    }

    fn resend_to(&self) -> String {
        resend_url(self.kind)
    }

    fn other_to(&self) -> String {
        enter_url(self.kind)
    }
}

impl View for ContactCodeView {
    const NAME: &'static str = "contact-code";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |errors: FormErrors, kind, seconds_left| Self {
            frame: frame_of(locale, &code_url(kind)),
            kind,
            to: "+7 912 345-67-89".to_owned(),
            code: errors.field("code", ""),
            errors,
            seconds_left,
            resend_in: 42,
        };
        let over = Refusal::new("code-expired", Class::Gone);
        vec![
            ("fresh", view(FormErrors::none(), ContactKind::MobilePhone, Some(287))),
            ("over", view(over.into(), ContactKind::Email, None)),
        ]
    }
}

/// One button between the link in a letter to a new address and its effect (R38).
#[derive(Template)]
#[template(path = "contact/link.html")]
pub struct ContactLinkView {
    /// The frame.
    pub frame: PageFrame,
    /// The address.
    pub value: String,
    /// The token of the link.
    pub token: String,
}

impl View for ContactLinkView {
    const NAME: &'static str = "contact-link";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = Self {
            frame: frame_of(locale, route::ACCOUNT_CONTACTS_LINK),
            value: "maria@example.org".to_owned(),
            token: "AAECAwQFBgc".to_owned(),
        };
        vec![("fresh", view)]
    }
}

/// The page that removes a contact, once more with the password.
#[derive(Template)]
#[template(path = "contact/remove.html")]
pub struct ContactRemoveView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// The contact.
    pub value: String,
    /// The password.
    pub password: Field,
}

impl View for ContactRemoveView {
    const NAME: &'static str = "contact-remove";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |errors: FormErrors| Self {
            frame: frame_of(locale, &remove_url("1")),
            value: "maria@example.org".to_owned(),
            password: errors.field("password", ""),
            errors,
        };
        let last = Refusal::new("contact-last", Class::Conflict);
        vec![("asked", view(FormErrors::none())), ("last", view(last.into()))]
    }
}

/// A phone number as people write it, an address as it is.
pub fn shown(kind: ContactKind, value: &str) -> String {
    if kind == ContactKind::MobilePhone
        && let Some(number) = value.strip_prefix("+7").filter(|number| number.len() == 10 && number.is_ascii())
    {
        let part = |range: std::ops::Range<usize>| number.get(range).unwrap_or_default();
        return format!("+7 {} {}-{}-{}", part(0..3), part(3..6), part(6..8), part(8..10));
    }
    value.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_as_people_write_it() {
        assert_eq!(shown(ContactKind::MobilePhone, "+79123456789"), "+7 912 345-67-89");
        assert_eq!(shown(ContactKind::MobilePhone, "+375291234567"), "+375291234567");
        assert_eq!(shown(ContactKind::Email, "a@b.org"), "a@b.org");
    }
}
