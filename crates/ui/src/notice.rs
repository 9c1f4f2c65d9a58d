//! The feed of notices in the personal area (R104, R218).

use askama::Template;
use jiff::Zoned;
use okno_domain::{account::AccountLevel, locale::Locale};

use crate::{frame::PageFrame, page::View, route, text::Text};

/// The kinds of notices that lead somewhere, and where.
const LEADS: [(&str, &str); 40] = [
    ("verification_verified", route::ACCOUNT),
    ("verification_rejected", route::PROFILE_VERIFICATION),
    ("verification_delayed", route::PROFILE_VERIFICATION),
    ("identity_confirmed", route::CONFIRMATION_DONE),
    ("confirmation_locked", route::CONFIRMATION),
    ("letter_ordered", route::CONFIRMATION_LETTER),
    ("letter_dispatched", route::CONFIRMATION_LETTER),
    ("letter_awaiting_pickup", route::CONFIRMATION_LETTER),
    ("letter_handed_over", route::CONFIRMATION_LETTER),
    ("letter_returned", route::CONFIRMATION_LETTER),
    ("letter_reminder", route::CONFIRMATION_LETTER),
    ("letter_code_reminder", route::CONFIRMATION_LETTER),
    ("account_level_changed", route::ACCOUNT),
    ("appointment_booked", route::APPOINTMENT),
    ("appointment_moved", route::APPOINTMENT),
    ("appointment_cancelled", route::APPOINTMENT),
    ("appointment_called_off", route::APPOINTMENT),
    ("appointment_reminder", route::APPOINTMENT),
    ("appointment_missed", route::APPOINTMENT),
    ("password_changed", route::ACCOUNT_SECURITY),
    ("security_question_changed", route::ACCOUNT_SECURITY),
    ("contact_added", route::ACCOUNT_CONTACTS),
    ("contact_removed", route::ACCOUNT_CONTACTS),
    ("sessions_ended", route::ACCOUNT_SESSIONS),
    ("new_login", route::ACCOUNT_SESSIONS),
    ("access_restored", route::ACCOUNT_SECURITY),
    ("data_corrected", route::ACCOUNT_DATA),
    ("totp_set", route::ACCOUNT_FACTORS),
    ("totp_removed", route::ACCOUNT_FACTORS),
    ("passkey_added", route::ACCOUNT_FACTORS),
    ("passkey_removed", route::ACCOUNT_FACTORS),
    ("passkey_closed", route::ACCOUNT_FACTORS),
    ("recovery_codes_made", route::ACCOUNT_FACTORS),
    ("recovery_code_used", route::ACCOUNT_FACTORS),
    ("factors_reset", route::ACCOUNT_FACTORS),
    ("account_locked", route::ACCOUNT_SECURITY),
    ("account_unlocked", route::ACCOUNT_SECURITY),
    ("account_restricted", route::ACCOUNT_SECURITY),
    ("support_answered", route::ACCOUNT_SUPPORT),
    ("accounts_merged", route::ACCOUNT_CONTACTS),
];

/// A notice.
#[derive(Clone, Debug)]
pub struct NoticeLine {
    /// What it says.
    pub text: Text<'static>,
    /// Where it leads; empty when it leads nowhere.
    pub url: &'static str,
    /// When it was made.
    pub at: Zoned,
    /// Whether it is new.
    pub is_new: bool,
}

impl NoticeLine {
    /// The notice of this kind; its named values come as they were stored.
    pub fn new(locale: Locale, kind: &str, args: &serde_json::Value, at: Zoned, is_new: bool) -> Self {
        let own = format!("notice-{kind}");
        let key = if crate::text::has(locale, &own) { own } else { "notice-other".to_owned() };
        let contact =
            if args.get("kind").and_then(serde_json::Value::as_str) == Some("email") { "email" } else { "phone" };
        let method = args.get("method").and_then(serde_json::Value::as_str).unwrap_or_default();
        let url = LEADS.into_iter().find(|(known, _)| *known == kind).map_or("", |(_, url)| url);
        Self { text: Text::new(locale, key).with("contact", contact).with("method", method), url, at, is_new }
    }

    /// Some notices, for samples.
    pub fn samples(locale: Locale) -> Vec<Self> {
        let at = jiff::civil::date(2026, 3, 2).at(9, 5, 0, 0);
        let at = at.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(3))).unwrap_or_default();
        let kinds = LEADS.into_iter().map(|(kind, _)| kind).chain(["something_new"]);
        let args = serde_json::json!({ "kind": "email" });
        kinds.enumerate().map(|(n, kind)| Self::new(locale, kind, &args, at.clone(), n < 2)).collect()
    }
}

/// The feed.
#[derive(Template)]
#[template(path = "account/notices.html")]
pub struct NoticesView {
    /// The frame.
    pub frame: PageFrame,
    /// Notices, the newest first.
    pub notices: Vec<NoticeLine>,
}

impl NoticesView {
    fn has_new(&self) -> bool {
        self.notices.iter().any(|notice| notice.is_new)
    }
}

impl View for NoticesView {
    const NAME: &'static str = "notices";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |notices| Self {
            frame: PageFrame::sample(locale, route::ACCOUNT_NOTICES).signed_in(AccountLevel::Standard),
            notices,
        };
        vec![("none", view(Vec::new())), ("some", view(NoticeLine::samples(locale)))]
    }
}
