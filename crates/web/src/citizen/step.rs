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
    one_time_code::{CodeView, Flow, LinkView},
    outcome::{Next, OutcomeView},
};
use serde::Deserialize;

use crate::kit::{PageCx, PageResult};

/// A form of which only the token counts.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct NoFields {}

/// The code, as typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct CodeForm {
    pub(super) code: Secret,
}

/// The token of a link, in the address of the page or in its form.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct LinkForm {
    pub(super) token: Secret,
}

/// What a page for a code shows.
pub(super) struct CodePage {
    pub(super) flow: Flow,
    pub(super) kind: ContactKind,
    pub(super) contact: String,
    pub(super) also: Option<String>,
    pub(super) code: Option<IssuedCode>,
    pub(super) typed: bool,
    pub(super) resend_in: i64,
}

impl CodePage {
    /// The view.
    pub(super) fn view(self, cx: &PageCx, errors: FormErrors) -> CodeView {
        let mut frame = cx.frame();
        // The page may answer a POST to another address.
        self.flow.code().clone_into(&mut frame.path);
        CodeView {
            frame,
            flow: self.flow,
            kind: self.kind,
            contact: self.contact,
            also: self.also,
            code: self.typed.then(|| errors.field("code", "")),
            digits: cx.settings().otp.length,
            seconds_left: self.code.map_or(0, |code| code.seconds_left(cx.now)),
            resend_in: self.resend_in,
            link_hours: cx.settings().registration.email_link_ttl_hours,
            errors,
        }
    }

    /// The page again, with what was refused: about the code at its field, anything else above.
    pub(super) fn refused(self, cx: &PageCx, refusal: &Refusal) -> PageResult {
        let about_code = matches!(refusal.code, "code-wrong" | "code-expired" | "code-locked" | "code-void");
        let errors = if about_code && self.typed {
            FormErrors::from(vec![FieldFault { field: "code", code: refusal.code, args: refusal.args.clone() }])
        } else {
            FormErrors::from(refusal.clone())
        };
        let view = self.view(cx, errors);
        cx.refused(refusal, view)
    }

    /// The page again, when nothing was typed: that is no attempt.
    pub(super) fn nothing_typed(self, cx: &PageCx) -> PageResult {
        let view = self.view(cx, vec![FieldFault::new("code", "code-empty")].into());
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
pub(super) fn link_page(cx: &PageCx, flow: Flow, token: &Secret) -> PageResult {
    cx.secret_page(LinkView { frame: cx.frame(), flow, token: token.expose().to_owned() })
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
