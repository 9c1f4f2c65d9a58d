//! What happened to the account, for its owner (R74, decision 15).

use askama::Template;
use jiff::Zoned;
use okno_domain::{account::AccountLevel, locale::Locale};

use crate::{frame::PageFrame, page::View, route, session::Device, text::Text};

/// Which part of the history is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryPart {
    /// Every act.
    Acts,
    /// Changes of the level.
    Levels,
}

/// An act in the history.
#[derive(Clone, Debug)]
pub struct ActLine {
    /// When.
    pub at: Zoned,
    /// The act's name; the words are the message `audit-<act>`.
    pub act: String,
    /// On what: a kind of contact, a level, a count.
    pub detail: String,
    /// Who: `person`, `system`, `registry:...`, `operator:...`, `unknown`.
    pub actor: String,
    /// The name of the center, for what an operator did at one (R135).
    pub center: Option<String>,
    /// By which device.
    pub device: Option<Device>,
    /// From which network.
    pub network: String,
}

/// A change of level (R74).
#[derive(Clone, Debug)]
pub struct LevelLine {
    /// When.
    pub at: Zoned,
    /// The level from then on.
    pub to: AccountLevel,
    /// By which method.
    pub method: String,
    /// Who said so: names of registries, separated by commas, or `person`.
    pub source: String,
}

/// The history.
#[derive(Template)]
#[template(path = "account/history.html")]
pub struct HistoryView {
    /// The frame.
    pub frame: PageFrame,
    /// The part that is shown.
    pub part: HistoryPart,
    /// Acts, the newest first.
    pub acts: Vec<ActLine>,
    /// The place before which the next page begins; none on the last page.
    pub older: Option<i64>,
    /// Whether this is the first page.
    pub is_newest: bool,
    /// Changes of level, the newest first.
    pub levels: Vec<LevelLine>,
}

impl HistoryView {
    fn shows_acts(&self) -> bool {
        self.part == HistoryPart::Acts
    }

    fn words(&self, line: &ActLine) -> Text<'static> {
        let own = format!("audit-{}", line.act);
        let known = crate::text::has(self.frame.locale, &own);
        let text = self.t(if known { own } else { "audit-other".to_owned() });
        let contact = match line.detail.as_str() {
            "email" => "email",
            _ => "phone",
        };
        let level = line.detail.rsplit(' ').next().unwrap_or_default();
        text.with("detail", line.detail.as_str())
            .with("contact", contact)
            .with("level", level)
            .with("count", line.detail.parse::<i64>().unwrap_or(0))
    }

    fn who(&self, line: &ActLine) -> Text<'static> {
        let (kind, name) = line.actor.split_once(':').unwrap_or((line.actor.as_str(), ""));
        self.t(format!("actor-{kind}")).with("name", name)
    }

    fn device(&self, device: &Device) -> String {
        device.text(self.frame.locale)
    }

    fn older_url(&self) -> Option<String> {
        self.older.map(|before| format!("{}?before={before}", route::ACCOUNT_HISTORY))
    }

    fn method(&self, line: &LevelLine) -> Text<'static> {
        let own = format!("level-method-{}", line.method);
        let known = crate::text::has(self.frame.locale, &own);
        self.t(if known { own } else { "level-method-other".to_owned() })
    }

    fn sources(&self, line: &LevelLine) -> String {
        let name = |source: &str| {
            // What follows the kind of source is an id.
            let key = format!("level-source-{}", source.split(':').next().unwrap_or(source));
            if crate::text::has(self.frame.locale, &key) { self.t(key).to_string() } else { source.to_owned() }
        };
        line.source.split(',').map(name).collect::<Vec<_>>().join(", ")
    }
}

impl View for HistoryView {
    const NAME: &'static str = "history";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let at = jiff::civil::date(2026, 3, 2).at(9, 5, 0, 0);
        let at = at.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(3))).unwrap_or_default();
        let act = |act: &str, detail: &str, actor: &str| ActLine {
            at: at.clone(),
            act: act.to_owned(),
            detail: detail.to_owned(),
            actor: actor.to_owned(),
            center: actor.contains("center:").then(|| "МФЦ «Центральный»".to_owned()),
            device: (actor == "person").then(|| Device::of("Firefox/140.0 Linux")),
            network: if actor == "person" { "203.0.113.0/24".to_owned() } else { String::new() },
        };
        let acts = vec![
            act("level-changed", "simplified standard", "registry:pension_fund"),
            act("contact-confirmed", "email", "person"),
            act("sessions-ended", "2", "person"),
            act("login-failed", "password", "unknown"),
            act("verification-overdue", "", "system"),
            act("something-new", "", "operator:ivanov"),
            act("operator-looked", "restore_access", "operator:ivanov center:1"),
            act("approval-asked", "delete_account", "operator:ivanov center:1"),
            act("registered", "", "person"),
        ];
        let level = |to, method: &str, source: &str| LevelLine {
            at: at.clone(),
            to,
            method: method.to_owned(),
            source: source.to_owned(),
        };
        let levels = vec![
            level(AccountLevel::Standard, "registry_verification", "pension_fund,interior_ministry"),
            level(AccountLevel::Simplified, "registration", "person"),
        ];
        let view = |part, acts, older, levels| Self {
            frame: PageFrame::sample(locale, route::ACCOUNT_HISTORY).signed_in(AccountLevel::Standard),
            part,
            acts,
            older,
            is_newest: older.is_none(),
            levels,
        };
        vec![
            ("acts", view(HistoryPart::Acts, acts.clone(), None, Vec::new())),
            ("older", view(HistoryPart::Acts, acts, Some(7), Vec::new())),
            ("levels", view(HistoryPart::Levels, Vec::new(), None, levels)),
        ]
    }
}
