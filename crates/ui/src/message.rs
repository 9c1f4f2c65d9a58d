//! Messages to a person, as SMS and as letters (R218 to R221): from a kind and named values to words.
//!
//! Whatever a kind needs is listed in [`KINDS`]; a message without a value its words call for is not made, so nobody
//! ever gets a letter with a hole in it. SMS carry no links: people are taught not to follow links in SMS.

use std::collections::BTreeMap;

use askama::Template;
use okno_domain::locale::Locale;

use crate::{format, text};

/// The named values of a message.
pub type Args = BTreeMap<String, String>;

/// A kind of message and how it travels.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// The name, a part of the text keys.
    pub name: &'static str,
    /// Whether there is an SMS of this kind.
    pub sms: bool,
    /// Whether there is a letter of this kind.
    pub mail: bool,
    /// The values it cannot do without. A life in `minutes` is taken as 5 unless given.
    pub needs: &'static [&'static str],
    /// The values it uses when they are given.
    pub takes: &'static [&'static str],
}

impl Kind {
    fn knows(&self, value: &str) -> bool {
        self.needs.contains(&value) || self.takes.contains(&value)
    }
}

/// One-time codes live 300 seconds unless configured otherwise.
const CODE_MINUTES: &str = "5";

const fn code(name: &'static str) -> Kind {
    Kind { name, sms: true, mail: false, needs: &["code"], takes: &["minutes"] }
}

const fn link(name: &'static str) -> Kind {
    Kind { name, sms: false, mail: true, needs: &["link"], takes: &["code", "minutes", "hours"] }
}

const fn notice(name: &'static str) -> Kind {
    Kind { name, sms: true, mail: true, needs: &[], takes: &["link"] }
}

/// About a time at a place, by the clock there.
const fn meeting(name: &'static str) -> Kind {
    Kind { name, sms: true, mail: true, needs: &["date", "time", "place"], takes: &["link"] }
}

/// Every kind of message. `link` is an absolute address; `level` is `simplified`, `standard` or
/// `confirmed`; `hours` is the life of a link.
pub const KINDS: [Kind; 50] = [
    code("registration_code"),
    link("registration_link"),
    notice("registration_existing"),
    Kind { name: "contact_code", sms: true, mail: true, needs: &["code"], takes: &["minutes"] },
    link("contact_link"),
    code("recovery_code"),
    link("recovery_link"),
    notice("recovery_unknown"),
    notice("password_changed"),
    // R103: this letter must lead on.
    Kind { name: "verification_verified", sms: true, mail: true, needs: &["link"], takes: &[] },
    notice("verification_rejected"),
    notice("verification_delayed"),
    Kind { name: "account_level_changed", sms: true, mail: true, needs: &["level"], takes: &["link"] },
    // R117.
    Kind { name: "identity_confirmed", sms: true, mail: true, needs: &[], takes: &["link", "method"] },
    notice("confirmation_locked"),
    notice("letter_ordered"),
    notice("letter_dispatched"),
    notice("letter_awaiting_pickup"),
    notice("letter_handed_over"),
    Kind { name: "letter_returned", sms: true, mail: true, needs: &["date"], takes: &["link"] },
    notice("letter_reminder"),
    notice("letter_code_reminder"),
    notice("sessions_ended"),
    notice("new_login"),
    notice("contact_added"),
    notice("contact_removed"),
    notice("security_question_changed"),
    notice("account_locked_out"),
    notice("access_restored"),
    notice("account_deleted"),
    notice("data_corrected"),
    notice("totp_set"),
    notice("totp_removed"),
    notice("passkey_added"),
    notice("passkey_removed"),
    notice("passkey_closed"),
    notice("recovery_codes_made"),
    notice("recovery_code_used"),
    notice("factors_reset"),
    notice("account_locked"),
    notice("account_unlocked"),
    notice("account_restricted"),
    notice("support_answered"),
    notice("accounts_merged"),
    notice("site_agreed"),
    notice("site_refused"),
    meeting("appointment_booked"),
    meeting("appointment_moved"),
    meeting("appointment_called_off"),
    meeting("appointment_reminder"),
];

/// A letter: the same words as plain text and as HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// One line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// A complete HTML page that loads nothing.
    pub html: String,
}

#[derive(Template)]
#[template(path = "mail/letter.html")]
struct Letter {
    lang: &'static str,
    subject: String,
    greeting: String,
    body: Vec<String>,
    action: Option<Action>,
    code: Option<CodeLines>,
    after: Vec<String>,
    footer: String,
}

struct Action {
    label: String,
    link: String,
    life: Option<String>,
    fallback: String,
}

struct CodeLines {
    line: String,
    life: String,
}

/// The SMS of a kind, or `None` when there is none or a value is missing.
pub fn sms(locale: Locale, kind: &str, args: &Args) -> Option<String> {
    let known = KINDS.iter().find(|known| known.name == kind && known.sms)?;
    if !known.needs.iter().all(|name| *name == "link" || args.contains_key(*name)) {
        return None;
    }
    let text = say(locale, &format!("message-{kind}-sms"), &complete(locale, args))?;
    // A no-break space is outside the GSM alphabet, and one of them doubles what the message costs.
    Some(text.replace(['\u{a0}', '\u{202f}'], " "))
}

/// How long the SMS of a kind may be (R221): a code fits one SMS, a notice in Cyrillic two.
pub(crate) fn sms_limit(locale: Locale, kind: &str) -> usize {
    let is_code = KINDS.iter().any(|known| known.name == kind && known.needs.contains(&"code"));
    match (locale, is_code) {
        (Locale::Ru, true) => 70,
        (Locale::Ru, false) => 134,
        _ => 159,
    }
}

/// The length of the longest usual value with this name; where a center is called longer, its SMS has one more part.
pub(crate) fn longest(value: &str) -> usize {
    match value {
        "code" => 6,
        "minutes" | "n" => 2,
        "hours" | "days" => 3,
        "time" => 5,
        "date" => 10,
        "place" => 44,
        _ => 20,
    }
}

/// The letter of a kind, or `None` when there is none or a value is missing.
pub fn mail(locale: Locale, kind: &str, args: &Args) -> Option<Mail> {
    let known = KINDS.iter().find(|known| known.name == kind && known.mail)?;
    if !known.needs.iter().all(|name| args.contains_key(*name)) {
        return None;
    }
    let letter = letter(locale, known, &complete(locale, args))?;
    let html = letter.render().ok()?;
    Some(Mail { text: plain(&letter), subject: letter.subject, html })
}

/// The values with those that have a default, and days as the language writes them.
fn complete(locale: Locale, args: &Args) -> Args {
    let mut args = args.clone();
    args.entry("minutes".into()).or_insert_with(|| CODE_MINUTES.into());
    args.entry("method".into()).or_default();
    if let Some(date) = args.get_mut("date")
        && let Ok(day) = date.parse()
    {
        *date = format::date(locale, day);
    }
    if let Some(time) = args.get_mut("time")
        && let Ok(at) = time.parse::<jiff::civil::Time>()
    {
        let minutes = u16::try_from(i32::from(at.hour()) * 60 + i32::from(at.minute())).unwrap_or_default();
        *time = format::time(locale, minutes);
    }
    args
}

fn letter(locale: Locale, kind: &Kind, args: &Args) -> Option<Letter> {
    let own = |part: &str| say(locale, &format!("message-{}-{part}", kind.name), args);
    let common = |key: &str| say(locale, key, args);
    let action = match args.get("link").filter(|_| kind.knows("link")) {
        None => None,
        Some(link) => Some(Action {
            label: own("action")?,
            link: link.clone(),
            life: if args.contains_key("hours") { Some(common("message-link-life")?) } else { None },
            fallback: common("message-link-fallback")?,
        }),
    };
    let code = if kind.knows("code") && args.contains_key("code") {
        let line = if action.is_some() { "message-code-instead" } else { "message-code" };
        Some(CodeLines { line: common(line)?, life: common("message-code-life")? })
    } else {
        None
    };
    Some(Letter {
        lang: locale.tag(),
        subject: own("subject")?,
        greeting: common("message-greeting")?,
        body: paragraphs(&own("body")?),
        action,
        code,
        after: own("after").map(|text| paragraphs(&text)).unwrap_or_default(),
        footer: common("message-footer")?,
    })
}

fn paragraphs(text: &str) -> Vec<String> {
    text.split("\n\n").map(|paragraph| paragraph.trim().to_owned()).filter(|paragraph| !paragraph.is_empty()).collect()
}

fn plain(letter: &Letter) -> String {
    let mut blocks = vec![letter.greeting.clone()];
    blocks.extend(letter.body.iter().cloned());
    if let Some(action) = &letter.action {
        blocks.push(format!("{}:\n{}", action.label, action.link));
        blocks.extend(action.life.iter().cloned());
    }
    if let Some(code) = &letter.code {
        blocks.push(format!("{}\n{}", code.line, code.life));
    }
    blocks.extend(letter.after.iter().cloned());
    // The customary mark before a signature.
    blocks.push(format!("-- \n{}", letter.footer));
    let mut text = blocks.join("\n\n");
    text.push('\n');
    text
}

/// One text in one language; `None` when there is no such text or it calls for a value that is not given.
fn say(locale: Locale, key: &str, args: &Args) -> Option<String> {
    text::strict(locale, key, args.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args() -> Args {
        [
            ("code", "123456"),
            ("link", "https://okno.example/confirm?t=a&b=c"),
            ("level", "standard"),
            ("date", "2026-02-14"),
            ("time", "10:20"),
            ("place", "Центр «Пример» № 1, Казань, ул. Примерная, 1"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
    }

    /// R151: whoever is confirmed by a letter alone is not told that everything is open.
    #[test]
    fn a_letter_alone_is_not_said_to_open_everything() {
        let said = |method: &str| {
            let mut args = args();
            args.insert("method".to_owned(), method.to_owned());
            let sms = sms(Locale::En, "identity_confirmed", &args).unwrap();
            format!("{sms} {}", mail(Locale::En, "identity_confirmed", &args).unwrap().text)
        };
        assert_eq!(said("registered_letter").matches("tax services").count(), 2);
        for method in ["in_person", "several", ""] {
            assert!(!said(method).contains("tax"), "{method}");
        }
    }

    /// R218, R221: every kind has its words in every language, on the channels it travels.
    #[test]
    fn every_kind_speaks_every_language() {
        for locale in Locale::ALL {
            for kind in KINDS {
                let sms = sms(locale, kind.name, &args());
                assert_eq!(sms.is_some(), kind.sms, "{locale} {}", kind.name);
                let mail = mail(locale, kind.name, &args());
                assert_eq!(mail.is_some(), kind.mail, "{locale} {}", kind.name);
                if let Some(mail) = mail {
                    assert!(!mail.subject.contains('\n') && mail.subject.chars().count() <= 70);
                    let linked = kind.knows("link");
                    assert_eq!(mail.text.contains("https://okno.example/confirm?t=a&b=c"), linked);
                    assert_eq!(mail.html.contains("href=\"https://okno.example/confirm?t=a&#38;b=c\""), linked);
                    assert!(mail.html.contains(&format!("<html lang=\"{locale}\">")));
                    assert_eq!(mail.text.contains("123456"), kind.knows("code"));
                    assert_eq!(mail.html.contains("123456"), kind.knows("code"));
                }
            }
        }
    }

    /// R221: a code fits one SMS in Russian, a notice two.
    #[test]
    fn sms_are_short() {
        for kind in KINDS.into_iter().filter(|kind| kind.sms) {
            for locale in Locale::ALL {
                let text = sms(locale, kind.name, &args()).unwrap();
                let limit = sms_limit(locale, kind.name);
                let length = text.chars().count();
                assert!(length <= limit, "{length} {text}");
                assert!(!text.contains("http"), "{text}");
            }
        }
    }

    /// R22: an application was filed in the reader's name; the address must be confirmed and a password set.
    #[test]
    fn the_registration_letter_says_what_it_must() {
        let ru = mail(Locale::Ru, "registration_link", &args()).unwrap();
        for words in [
            "в системе идентификации",
            "на ваше имя подана заявка на регистрацию",
            "подтвердите этот адрес",
            "задайте пароль",
        ] {
            assert!(ru.text.to_lowercase().contains(words), "{words}");
        }
        let en = mail(Locale::En, "registration_link", &args()).unwrap();
        assert!(en.text.contains("filed in your name") && en.text.contains("set a password"));
    }

    /// R103: the letter about the finished verification leads on to the next step.
    #[test]
    fn the_verification_letter_leads_on() {
        let mail = mail(Locale::Ru, "verification_verified", &args()).unwrap();
        assert!(mail.text.contains("Перейти к следующему шагу:\nhttps://okno.example/"));
    }

    /// R218: a notice goes out without a link too, and a letter with a link without a code.
    #[test]
    fn what_may_be_missing_is_left_out() {
        for locale in Locale::ALL {
            for kind in KINDS.into_iter().filter(|kind| kind.mail) {
                let only: Args = args().into_iter().filter(|(name, _)| kind.needs.contains(&name.as_str())).collect();
                let mail = mail(locale, kind.name, &only).unwrap();
                assert_eq!(mail.text.contains("https://"), kind.needs.contains(&"link"), "{}", kind.name);
                assert_eq!(mail.text.contains("123456"), kind.needs.contains(&"code"), "{}", kind.name);
            }
        }
        let mut with_hours = args();
        with_hours.insert("hours".into(), "72".into());
        assert!(mail(Locale::En, "registration_link", &with_hours).unwrap().text.contains("valid for 72 h"));
    }

    #[test]
    fn a_letter_with_a_hole_is_not_made() {
        assert_eq!(sms(Locale::Ru, "account_level_changed", &Args::new()), None);
        assert_eq!(sms(Locale::Ru, "registration_code", &Args::new()), None);
        assert_eq!(mail(Locale::Ru, "registration_link", &Args::new()), None);
        assert_eq!(mail(Locale::Ru, "no_such_kind", &args()), None);
    }

    #[test]
    fn a_letter_loads_nothing_and_runs_nothing() {
        let mut evil = args();
        evil.insert("code".into(), "<script>1</script>".into());
        let html = mail(Locale::En, "contact_link", &evil).unwrap().html;
        for forbidden in ["<script", "src=", "<link", "<img", "url("] {
            assert!(!html.contains(forbidden), "{forbidden}");
        }
    }
}
