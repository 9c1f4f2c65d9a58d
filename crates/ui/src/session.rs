//! Where a person is signed in (R189, R190), and what a browser says about itself in words.

use askama::Template;
use jiff::Zoned;
use okno_domain::{account::AccountLevel, locale::Locale};

use crate::{frame::PageFrame, page::View, route, text::Text};

/// What a browser's description tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Device {
    /// The browser's name.
    pub browser: Option<&'static str>,
    /// The system's name.
    pub system: Option<&'static str>,
}

/// The order matters: later browsers name the earlier ones too.
const BROWSERS: [(&str, &str); 9] = [
    ("YaBrowser/", "Yandex Browser"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];
const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

impl Device {
    /// Reads a browser's description of itself. It is a hint for the owner of the account, nothing is decided by it.
    pub fn of(user_agent: &str) -> Self {
        let find = |table: &[(&str, &'static str)]| {
            table.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
        };
        Self { browser: find(&BROWSERS), system: find(&SYSTEMS) }
    }

    /// The device in words.
    pub fn text(&self, locale: Locale) -> String {
        match (self.browser, self.system) {
            (Some(browser), Some(system)) => {
                Text::new(locale, "device-both").with("browser", browser).with("system", system).to_string()
            }
            (Some(one), None) | (None, Some(one)) => one.to_owned(),
            (None, None) => Text::new(locale, "device-unknown").to_string(),
        }
    }
}

/// A session in the list.
#[derive(Clone, Debug)]
pub struct SessionLine {
    /// Its id.
    pub id: String,
    /// The device.
    pub device: Device,
    /// From which network.
    pub network: String,
    /// Since when.
    pub since: Zoned,
    /// When it was last seen, or when it ended.
    pub until: Zoned,
    /// Why it ended, when it did by an act.
    pub end_reason: Option<String>,
}

impl SessionLine {
    fn end_url(&self) -> String {
        format!("{}/{}/end", route::ACCOUNT_SESSIONS, self.id)
    }

    fn sample(id: &str, user_agent: &str) -> Self {
        let at = jiff::civil::date(2026, 3, 2).at(9, 5, 0, 0);
        let at = at.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(3))).unwrap_or_default();
        Self {
            id: id.to_owned(),
            device: Device::of(user_agent),
            network: "203.0.113.0/24".to_owned(),
            since: at.clone(),
            until: at,
            end_reason: None,
        }
    }
}

/// Where the person is signed in.
#[derive(Template)]
#[template(path = "session/sessions.html")]
pub struct SessionsView {
    /// The frame.
    pub frame: PageFrame,
    /// This session.
    pub current: Option<SessionLine>,
    /// The other open ones.
    pub others: Vec<SessionLine>,
    /// Those that are over.
    pub over: Vec<SessionLine>,
}

impl SessionsView {
    fn device(&self, line: &SessionLine) -> String {
        line.device.text(self.frame.locale)
    }

    fn ended(&self, line: &SessionLine) -> Text<'static> {
        self.t(format!("session-end-{}", line.end_reason.as_deref().unwrap_or("time")))
    }
}

impl View for SessionsView {
    const NAME: &'static str = "sessions";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        let view = |others: Vec<SessionLine>, over: Vec<SessionLine>| Self {
            frame: PageFrame::sample(locale, route::ACCOUNT_SESSIONS).signed_in(AccountLevel::Standard),
            current: Some(SessionLine::sample("1", firefox)),
            others,
            over,
        };
        let chrome = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36";
        let ended =
            |reason: &str| SessionLine { end_reason: Some(reason.to_owned()), ..SessionLine::sample("4", chrome) };
        let reasons =
            ["logout", "by_person", "password_changed", "recovered", "renewed", "second_factor_set", "locked"];
        let over = reasons.into_iter().map(ended).chain([SessionLine::sample("5", "")]).collect();
        let others = vec![SessionLine::sample("2", chrome), SessionLine::sample("3", "x")];
        vec![("alone", view(Vec::new(), Vec::new())), ("several", view(others, over))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_named_by_browser_and_system() {
        let of = |text| (Device::of(text).browser, Device::of(text).system);
        let yandex = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 YaBrowser/26.1 Safari/537.36";
        assert_eq!(of(yandex), (Some("Yandex Browser"), Some("Windows")));
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1";
        assert_eq!(of(phone), (Some("Safari"), Some("iPhone")));
        assert_eq!(of("curl/8"), (None, None));
    }
}
