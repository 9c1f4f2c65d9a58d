//! Second factors in the settings: what is set, setting up, taking away, recovery codes (B1).

use askama::Template;
use jiff::Zoned;
use okno_domain::{
    account::AccountLevel,
    credential::factor::{FactorRefusal, MOST_PASSKEYS},
    locale::Locale,
    refusal::{FieldFault, Refuse as _},
};

use crate::{
    form::{Field, FormErrors},
    frame::PageFrame,
    page::View,
    qr::Qr,
    route,
};

fn frame_of(locale: Locale, path: &str) -> PageFrame {
    PageFrame::sample(locale, path).signed_in(AccountLevel::Standard)
}

fn sample_time() -> Zoned {
    let at = jiff::civil::date(2026, 3, 2).at(9, 5, 0, 0);
    at.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(3))).unwrap_or_default()
}

/// A passkey in the list.
#[derive(Clone, Debug)]
pub struct PasskeyLine {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Since when.
    pub since: Zoned,
    /// When it was last used.
    pub used: Option<Zoned>,
    /// Whether it opens nothing any more.
    pub is_closed: bool,
}

impl PasskeyLine {
    fn url(&self) -> String {
        format!("{}/{}", route::ACCOUNT_PASSKEY, self.id)
    }

    fn remove_url(&self) -> String {
        format!("{}/{}/remove", route::ACCOUNT_PASSKEY, self.id)
    }

    fn sample(id: &str, name: &str, used: bool, is_closed: bool) -> Self {
        let used = used.then(sample_time);
        Self { id: id.to_owned(), name: name.to_owned(), since: sample_time(), used, is_closed }
    }
}

/// What is set.
#[derive(Template)]
#[template(path = "factor/factors.html")]
pub struct FactorsView {
    /// The frame.
    pub frame: PageFrame,
    /// Since when an application is set up.
    pub totp: Option<Zoned>,
    /// The passkeys.
    pub passkeys: Vec<PasskeyLine>,
    /// Whether passkeys can be used at this address.
    pub passkeys_work: bool,
    /// Recovery codes that have not been used.
    pub codes: u32,
}

impl FactorsView {
    fn is_set(&self) -> bool {
        self.totp.is_some() || self.passkeys.iter().any(|passkey| !passkey.is_closed)
    }

    fn may_add_passkey(&self) -> bool {
        self.passkeys_work && self.passkeys.len() < MOST_PASSKEYS
    }
}

impl View for FactorsView {
    const NAME: &'static str = "factors";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |totp: bool, passkeys, passkeys_work, codes| Self {
            frame: frame_of(locale, route::ACCOUNT_FACTORS),
            totp: totp.then(sample_time),
            passkeys,
            passkeys_work,
            codes,
        };
        let two = vec![
            PasskeyLine::sample("1", "Телефон", true, false),
            PasskeyLine::sample("2", "Ключ на связке ключей, подаренный на день рождения", false, false),
            PasskeyLine::sample("3", "Старый ноутбук", true, true),
        ];
        vec![
            ("none", view(false, Vec::new(), true, 0)),
            ("without-passkeys", view(true, Vec::new(), false, 10)),
            ("all", view(true, two, true, 1)),
            ("no-codes", view(true, Vec::new(), true, 0)),
        ]
    }
}

/// An application is set up.
#[derive(Template)]
#[template(path = "factor/totp.html")]
pub struct TotpSetupView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// The picture that the application reads.
    pub qr: Qr,
    /// The key, to be typed where no camera is.
    pub key: String,
    /// The first code.
    pub code: Field,
}

impl TotpSetupView {
    /// The key in groups of four.
    fn grouped_key(&self) -> String {
        let letters: Vec<char> = self.key.chars().collect();
        letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    }
}

impl View for TotpSetupView {
    const NAME: &'static str = "totp-setup";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |errors: FormErrors| Self {
            frame: frame_of(locale, route::ACCOUNT_TOTP),
            qr: Qr::of("otpauth://totp/Okno:anna@example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Okno")
                .unwrap_or(Qr { size: 0, path: String::new() }),
            key: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ".to_owned(),
            code: errors.field("code", ""),
            errors,
        };
        let wrong = vec![FieldFault::new("code", "totp-wrong")];
        vec![("fresh", view(FormErrors::none())), ("wrong", view(wrong.into()))]
    }
}

/// A passkey is registered: the name first, then the device.
#[derive(Template)]
#[template(path = "factor/passkey_new.html")]
pub struct PasskeyNewView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// What the script asks the device.
    pub options: String,
    /// The name.
    pub name: Field,
}

impl View for PasskeyNewView {
    const NAME: &'static str = "passkey-new";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |errors: FormErrors| Self {
            frame: frame_of(locale, route::ACCOUNT_PASSKEY),
            options: "{}".to_owned(),
            name: errors.field("passkey_name", ""),
            errors,
        };
        let wrong = vec![FieldFault::new("passkey_name", "required")];
        vec![("fresh", view(FormErrors::none())), ("faulty", view(wrong.into()))]
    }
}

/// Another name for a passkey.
#[derive(Template)]
#[template(path = "factor/passkey_name.html")]
pub struct PasskeyNameView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// The name.
    pub name: Field,
}

impl View for PasskeyNameView {
    const NAME: &'static str = "passkey-name";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |errors: FormErrors| Self {
            frame: frame_of(locale, "/account/security/second-factor/passkey/1"),
            name: errors.field("passkey_name", "Телефон"),
            errors,
        };
        let wrong = vec![FieldFault::new("passkey_name", "too-long")];
        vec![("fresh", view(FormErrors::none())), ("faulty", view(wrong.into()))]
    }
}

/// Asks before a factor is taken away.
#[derive(Template)]
#[template(path = "factor/remove.html")]
pub struct FactorRemoveView {
    /// The frame.
    pub frame: PageFrame,
    /// The passkey's name; none for the application.
    pub passkey: Option<String>,
    /// Whether it is the only factor.
    pub is_last: bool,
}

impl View for FactorRemoveView {
    const NAME: &'static str = "factor-remove";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |passkey: Option<&str>, is_last| Self {
            frame: frame_of(locale, route::ACCOUNT_TOTP_REMOVE),
            passkey: passkey.map(str::to_owned),
            is_last,
        };
        vec![("app", view(None, true)), ("passkey", view(Some("Телефон"), false))]
    }
}

/// Recovery codes: what they are for, and, once, the codes.
#[derive(Template)]
#[template(path = "factor/recovery_codes.html")]
pub struct RecoveryCodesView {
    /// The frame.
    pub frame: PageFrame,
    /// What is refused.
    pub errors: FormErrors,
    /// The codes that were just made.
    pub codes: Vec<String>,
    /// How many earlier ones are left.
    pub left: u32,
}

impl View for RecoveryCodesView {
    const NAME: &'static str = "recovery-codes";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |errors, codes: &[&str], left| Self {
            frame: frame_of(locale, route::ACCOUNT_RECOVERY_CODES),
            errors,
            codes: codes.iter().map(|code| (*code).to_owned()).collect(),
            left,
        };
        let made = [
            "ACDEF-GHJKM",
            "NPQRT-UVWXY",
            "34679-ACDEF",
            "GHJKM-NPQRT",
            "UVWXY-34679",
            "AADDE-FFGGH",
            "HJJKK-MMNNP",
            "PQQRR-TTUUV",
            "VWWXX-YY334",
            "46677-99ACD",
        ];
        let none = FactorRefusal::SetupOver.refusal();
        vec![
            ("first", view(FormErrors::none(), &[], 0)),
            ("again", view(FormErrors::none(), &[], 4)),
            ("made", view(FormErrors::none(), &made, 10)),
            ("without-factor", view(none.into(), &[], 0)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// B1: every refusal of a factor has its words in every language.
    #[test]
    fn every_refusal_is_worded() {
        let more = ["disavowal-over", "account-locked-center", "account-restricted"];
        let codes = FactorRefusal::ALL.iter().map(|refusal| refusal.refusal().code).chain(more);
        for code in codes {
            for locale in Locale::ALL {
                assert!(crate::text::has(locale, &format!("refusal-{code}")), "{code} {locale}");
            }
        }
        for code in ["recovery-code-empty", "recovery-code-format", "recovery-code-wrong", "totp-wrong"] {
            for locale in Locale::ALL {
                assert!(crate::text::has(locale, &format!("field-{code}")), "{code} {locale}");
            }
        }
    }

    /// B1: the page for a passkey says that it needs scripts, and keeps its button back until they run.
    #[test]
    fn a_passkey_says_that_it_needs_scripts() {
        let html = PasskeyNewView::samples(Locale::En).remove(0).1.rendered().unwrap().html;
        assert!(html.contains("data-module=\"passkey\"") && html.contains("needs scripts"));
        let button = html.split("id=\"submit\"").nth(1).unwrap().split('>').next().unwrap();
        assert!(button.contains("hidden"), "{button}");
    }
}
