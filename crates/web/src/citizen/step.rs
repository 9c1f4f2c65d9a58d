//! What the pages of registration and recovery share: forms, the page for a code, and the pages for what is over.

use okno_domain::{
    contact::ContactKind,
    identifier::{
        email::{Email, EmailRules},
        phone::{Phone, PhoneRules},
    },
    one_time_code::IssuedCode,
    refusal::{FieldFault, Refusal},
    secret::Secret,
};
use okno_ui::{
    Text,
    form::FormErrors,
    frame::NoticeKind,
    one_time_code::{Applicant, CodePart, CodeView, Flow, LinkView},
    outcome::{Next, OutcomeView},
};
use serde::Deserialize;

use crate::kit::{Cookie, PageCx, PageResult};

/// A form of which only the token counts.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct NoFields {}

/// The code, as typed; where a phone and an e-mail address are to be proved, that of the letter has its own field (R23).
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct CodeForm {
    pub(super) code: Secret,
    pub(super) email_code: Secret,
}

/// Which contact another code is asked for; empty where there is one.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ResendForm {
    pub(super) contact: String,
}

/// The token of a link, in the address of the page or in its form.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct LinkForm {
    pub(super) token: Secret,
}

/// What a page for codes shows.
pub(super) struct CodePage {
    pub(super) flow: Flow,
    pub(super) first: Part,
    pub(super) second: Option<Part>,
    pub(super) confirmed: Option<String>,
}

/// One contact with its code, and the field that the code is typed into.
pub(super) struct Part {
    pub(super) kind: ContactKind,
    pub(super) field: &'static str,
    pub(super) contact: String,
    pub(super) code: Option<IssuedCode>,
    pub(super) typed: bool,
    pub(super) resend_in: i64,
}

impl Part {
    fn view(self, cx: &PageCx, errors: &FormErrors) -> CodePart {
        CodePart {
            kind: self.kind,
            contact: self.contact,
            code: self.typed.then(|| errors.field(self.field, "")),
            seconds_left: self.code.map_or(0, |code| code.seconds_left(cx.now)),
            resend_in: self.resend_in,
        }
    }
}

impl CodePage {
    fn parts(&self) -> impl Iterator<Item = &Part> {
        std::iter::once(&self.first).chain(&self.second)
    }

    /// The view.
    pub(super) fn view(self, cx: &PageCx, errors: FormErrors) -> CodeView {
        let mut frame = cx.frame();
        // The page may answer a POST to another address.
        self.flow.code().clone_into(&mut frame.path);
        CodeView {
            frame,
            flow: self.flow,
            first: self.first.view(cx, &errors),
            second: self.second.map(|part| part.view(cx, &errors)),
            confirmed: self.confirmed,
            digits: cx.settings().otp.length,
            link_hours: cx.settings().registration.email_link_ttl_hours,
            errors,
        }
    }

    /// The page again, with what was refused about the contact of this kind: about the code at its field, anything else
    /// above.
    pub(super) fn refused(self, cx: &PageCx, kind: ContactKind, refusal: &Refusal) -> PageResult {
        self.all_refused(cx, refusal, &[(kind, refusal.clone())])
    }

    /// The same for several codes; the page's status is that of `first`.
    pub(super) fn all_refused(self, cx: &PageCx, first: &Refusal, refused: &[(ContactKind, Refusal)]) -> PageResult {
        let mut errors = FormErrors::none();
        for (kind, refusal) in refused {
            let about_code = is_about_code(refusal.code);
            match self.parts().find(|part| part.kind == *kind && part.typed && about_code) {
                Some(Part { field, .. }) => {
                    errors.faults.push(FieldFault { field, code: refusal.code, args: refusal.args.clone() });
                }
                None => errors.refusal = Some(refusal.clone()),
            }
        }
        let view = self.view(cx, errors);
        cx.refused(first, view)
    }

    /// The page again, when nothing was typed: that is no attempt.
    pub(super) fn nothing_typed(self, cx: &PageCx) -> PageResult {
        let field = self.parts().find(|part| part.typed).map_or("code", |part| part.field);
        let view = self.view(cx, vec![FieldFault::new(field, "code-empty")].into());
        cx.faulty(view)
    }
}

/// Says that another code or letter is on its way, and shows the page for it.
pub(super) fn sent_again(cx: &PageCx, flow: Flow, kind: ContactKind) -> PageResult {
    cx.notice(
        NoticeKind::Success,
        match kind {
            ContactKind::MobilePhone => "code-sent",
            ContactKind::Email => "letter-sent",
        },
    );
    cx.redirect(flow.code())
}

/// The contact as people write it.
pub(super) fn shown(kind: ContactKind, value: &str) -> String {
    match kind {
        ContactKind::MobilePhone => {
            let rules = PhoneRules { foreign: true, test_numbers: true };
            Phone::parse(value, rules).map_or_else(|_| value.to_owned(), |phone| phone.display())
        }
        ContactKind::Email => Email::parse(value, EmailRules { smtputf8: true })
            .map_or_else(|_| value.to_owned(), |email| email.display().to_owned()),
    }
}

/// The page with the one button that uses a link.
pub(super) fn link_page(cx: &PageCx, flow: Flow, token: &Secret, applicant: Option<Applicant>) -> PageResult {
    cx.secret_page(LinkView { frame: cx.frame(), flow, token: token.expose().to_owned(), applicant })
}

/// Whose registration it is, as the pages show it.
pub(super) fn applicant(
    (family_name, given_name): &(String, String),
    contacts: impl Iterator<Item = (ContactKind, String)>,
) -> Applicant {
    Applicant {
        name: format!("{given_name} {family_name}"),
        contacts: contacts.map(|(kind, address)| shown(kind, &address)).collect(),
    }
}

/// What the cookie of a registration or recovery holds once it has come to its end: for a while Back leads to the last
/// page, and not to one that says that nothing has happened.
pub(super) const DONE: &str = "done";

/// Leaves that mark.
pub(super) fn mark_done(cx: &PageCx, cookie: Cookie) {
    cx.keep_for(cookie, DONE, 600);
}

/// Whether it is there.
pub(super) fn is_done(cx: &PageCx, cookie: Cookie) -> bool {
    cx.cookie(cookie) == Some(DONE)
}

/// A page that says what is over and offers a way on: keys of its heading, its paragraphs and its button.
pub(super) fn outcome(
    cx: &PageCx,
    title: &'static str,
    paragraphs: &[&'static str],
    next: (&str, &'static str),
) -> OutcomeView {
    let say = |key: &'static str| Text::new(cx.locale, key);
    OutcomeView {
        frame: cx.frame(),
        kind: NoticeKind::Warning,
        title: say(title),
        paragraphs: paragraphs.iter().map(|key| say(key)).collect(),
        next: Some(Next { url: next.0.to_owned(), label: say(next.1), after_seconds: None }),
    }
}

/// Whether a refusal is told at the field for the code.
pub(super) fn is_about_code(code: &str) -> bool {
    matches!(code, "code-wrong" | "code-expired" | "code-locked" | "code-void" | "code-format")
}
