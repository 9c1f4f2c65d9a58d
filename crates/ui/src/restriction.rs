//! Locking an account, and "it was not me" (B2, B4, B5).

use askama::Template;
use jiff::Zoned;
use okno_domain::{account::AccountLevel, locale::Locale};

use crate::{frame::PageFrame, page::View, route, session::Device};

/// Asks before the account is locked.
#[derive(Template)]
#[template(path = "restriction/lock.html")]
pub struct LockView {
    /// The frame.
    pub frame: PageFrame,
    /// Whether a second factor is set, which then opens the account.
    pub has_factor: bool,
    /// Whether a center is what opens it.
    pub needs_center: bool,
}

impl View for LockView {
    const NAME: &'static str = "lock";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |has_factor, needs_center| Self {
            frame: PageFrame::sample(locale, route::ACCOUNT_LOCK).signed_in(AccountLevel::Standard),
            has_factor,
            needs_center,
        };
        vec![("plain", view(false, false)), ("factor", view(true, false)), ("center", view(false, true))]
    }
}

/// The login that a notice was about, and the button that disowns it.
#[derive(Template)]
#[template(path = "restriction/not_me.html")]
pub struct NotMeView {
    /// The frame.
    pub frame: PageFrame,
    /// The link's token.
    pub token: String,
    /// When somebody signed in.
    pub at: Zoned,
    /// From which network.
    pub network: String,
    /// By which device.
    pub device: Device,
}

impl NotMeView {
    fn device_words(&self) -> String {
        self.device.text(self.frame.locale)
    }
}

impl View for NotMeView {
    const NAME: &'static str = "not-me";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let at = jiff::civil::date(2026, 3, 2).at(9, 5, 0, 0);
        let at = at.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(3))).unwrap_or_default();
        let view = |user_agent: &str| Self {
            frame: PageFrame::sample(locale, route::NOT_ME),
            token: "sample".to_owned(),
            at: at.clone(),
            network: "198.51.100.0/24".to_owned(),
            device: Device::of(user_agent),
        };
        vec![("known", view("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0")), ("unknown", view(""))]
    }
}
