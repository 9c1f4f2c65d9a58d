//! `permissions`: the consents that the Digital profile asks for, and `person_filter`.

use serde::Deserialize;

use crate::{
    esia::{
        Mode,
        error::{Code, Refusal},
        secret_text,
    },
    jose::base64url,
};

/// The most letters of the parameter.
pub const MOST_LETTERS: usize = 16 * 1024;

/// The most consents in one request.
pub const MOST: usize = 20;

/// The most scopes, actions or purposes of one consent.
pub const MOST_PARTS: usize = 100;

#[derive(Clone, Deserialize)]
struct Sent {
    sysname: Option<String>,
    expire: Option<i64>,
    #[serde(rename = "responsibleObject")]
    responsible_object: Option<String>,
    #[serde(default)]
    actions: Vec<Named>,
    #[serde(default)]
    purposes: Vec<Named>,
    #[serde(default)]
    scopes: Vec<Named>,
}

#[derive(Clone, Deserialize)]
struct Named {
    sysname: String,
}

/// A type of consent as it is registered: what a request may and must name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConsentType {
    /// Its mnemonic, for example `APIPGU`.
    pub sysname: String,
    /// Scopes that must be asked for.
    pub mandatory_scopes: Vec<String>,
    /// Scopes that may be asked for besides.
    pub optional_scopes: Vec<String>,
    /// Actions it knows.
    pub actions: Vec<String>,
    /// Purposes it knows.
    pub purposes: Vec<String>,
    /// The longest term in minutes; any when none.
    pub longest: Option<u32>,
}

/// A consent that is asked for, checked against its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// The mnemonic of its type.
    pub sysname: String,
    /// For how many minutes from the approval it is given; what is usual for the type when none.
    pub minutes: Option<u32>,
    /// Who answers for it, in the client's words.
    pub responsible_object: Option<String>,
    /// What is to be done with the data.
    pub actions: Vec<String>,
    /// What for.
    pub purpose: String,
    /// Which data.
    pub scopes: Vec<String>,
}

/// What a request sent in `permissions`, well-formed but not yet checked.
#[derive(Clone, Default)]
pub struct SentPermissions(Vec<Sent>);

impl SentPermissions {
    /// Reads base64url without padding over a JSON array; lenient mode takes other base64.
    pub fn parse(text: &str, mode: Mode) -> Result<Self, Refusal> {
        let refuse = |why: &'static str| Refusal::invalid("permissions", why);
        if text.len() > MOST_LETTERS {
            return Err(refuse("is too long"));
        }
        let bytes = match mode {
            Mode::Strict => base64url::decode(text),
            Mode::Lenient => secret_text::decode(text).ok(),
        };
        let bytes = bytes.ok_or_else(|| refuse("is not base64url without padding"))?;
        let list: Vec<Sent> = serde_json::from_slice(&bytes).map_err(|_| refuse("is not a JSON array of consents"))?;
        let most = |sent: &Sent| sent.actions.len().max(sent.purposes.len()).max(sent.scopes.len());
        if list.len() > MOST || list.iter().any(|sent| most(sent) > MOST_PARTS) {
            return Err(refuse("names too much"));
        }
        Ok(Self(list))
    }

    /// Checks each consent against its type; `granted` says which scopes the client may ask for.
    pub fn check(&self, types: &[ConsentType], granted: impl Fn(&str) -> bool) -> Result<Vec<Consent>, Refusal> {
        if self.0.is_empty() {
            return Err(Refusal::new(Code::NO_CONSENT_TYPE, "permissions is an empty list"));
        }
        self.0.iter().map(|sent| check(sent, types, &granted)).collect()
    }
}

/// How many there are; what is in them is the client's.
impl std::fmt::Debug for SentPermissions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} consents", self.0.len())
    }
}

fn check(sent: &Sent, types: &[ConsentType], granted: &dyn Fn(&str) -> bool) -> Result<Consent, Refusal> {
    let refuse = |code, why: &'static str| Err(Refusal::new(code, why));
    let Some(sysname) = sent.sysname.as_deref().filter(|name| !name.is_empty()) else {
        return refuse(Code::NO_CONSENT_TYPE, "a consent names no type");
    };
    let Some(kind) = types.iter().find(|kind| kind.sysname == sysname) else {
        return refuse(Code::CONSENT_TYPE, "the type of consent is unknown");
    };
    let has = |list: &[String], name: &str| list.iter().any(|known| known == name);
    let scopes: Vec<String> = sent.scopes.iter().map(|scope| scope.sysname.clone()).collect();
    if kind.mandatory_scopes.iter().any(|scope| !has(&scopes, scope)) {
        return refuse(Code::CONSENT_SCOPE_MISSING, "a scope that the type demands is missing");
    }
    if scopes.iter().any(|scope| !has(&kind.mandatory_scopes, scope) && !has(&kind.optional_scopes, scope)) {
        return refuse(Code::CONSENT_SCOPE_FOREIGN, "a scope does not belong to the type");
    }
    if scopes.iter().any(|scope| !granted(scope)) {
        return refuse(Code::CONSENT_SCOPE_FORBIDDEN, "a scope was not granted to the client");
    }
    let actions: Vec<String> = sent.actions.iter().map(|action| action.sysname.clone()).collect();
    if actions.is_empty() {
        return refuse(Code::NO_ACTION, "no action is named");
    }
    if actions.iter().any(|action| !has(&kind.actions, action)) {
        return refuse(Code::ACTION, "an action is unknown to the type");
    }
    let purpose = match sent.purposes.as_slice() {
        [] => return refuse(Code::NO_PURPOSE, "no purpose is named"),
        [purpose] => &purpose.sysname,
        _ => return refuse(Code::PURPOSES, "more than one purpose is named"),
    };
    if !has(&kind.purposes, purpose) {
        return refuse(Code::PURPOSE, "the purpose is unknown to the type");
    }
    let minutes = match sent.expire.map(u32::try_from) {
        None => None,
        Some(Ok(minutes)) if minutes > 0 && kind.longest.is_none_or(|longest| minutes <= longest) => Some(minutes),
        Some(_) => return refuse(Code::CONSENT_TERM, "the term is not within that of the type"),
    };
    Ok(Consent {
        sysname: sysname.to_owned(),
        minutes,
        responsible_object: sent.responsible_object.clone(),
        actions,
        purpose: purpose.clone(),
        scopes,
    })
}

/// Whom a client lets in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonFilter {
    /// `conf_acc`: only people whose account is confirmed; others get ESIA-007055.
    Confirmed,
}

impl PersonFilter {
    /// Reads `person_filter`: base64 of a name. Lenient mode passes over names it does not know.
    pub fn parse(text: &str, mode: Mode) -> Result<Option<Self>, Refusal> {
        let name = secret_text::decode(text).ok();
        match name.as_deref() {
            Some(b"conf_acc") => Ok(Some(Self::Confirmed)),
            _ if mode.is_lenient() => Ok(None),
            Some(_) => Err(Refusal::invalid("person_filter", "names no filter that is known")),
            None => Err(Refusal::invalid("person_filter", "is not base64")),
        }
    }

    /// Refuses people whom it leaves out.
    pub fn check(self, is_confirmed: bool) -> Result<(), Refusal> {
        match self {
            Self::Confirmed if !is_confirmed => {
                Err(Refusal::new(Code::UNCONFIRMED, "the client lets in confirmed accounts only"))
            }
            Self::Confirmed => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use serde_json::{Value, json};

    use super::*;

    fn kind() -> ConsentType {
        let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        ConsentType {
            sysname: "APIPGU".to_owned(),
            mandatory_scopes: list(&["http://lk.gosuslugi.ru/api-order"]),
            optional_scopes: list(&["fullname", "snils"]),
            actions: list(&["ALL_ACTIONS_TO_DATA"]),
            purposes: list(&["PURPOSE_CODE"]),
            longest: Some(525_600),
        }
    }

    fn sample() -> Value {
        json!({"sysname": "APIPGU", "expire": 525_600, "responsibleObject": "LLC",
            "actions": [{"sysname": "ALL_ACTIONS_TO_DATA"}], "purposes": [{"sysname": "PURPOSE_CODE"}],
            "scopes": [{"sysname": "http://lk.gosuslugi.ru/api-order"}]})
    }

    fn ask(consent: &Value) -> Result<Vec<Consent>, Refusal> {
        let text = base64url::encode(json!([consent]).to_string());
        SentPermissions::parse(&text, Mode::Strict)?.check(&[kind()], |scope| scope != "snils")
    }

    /// Section 1.6.
    #[test]
    fn the_example_is_a_consent() {
        let consent = ask(&sample()).unwrap().remove(0);
        assert_eq!((consent.sysname.as_str(), consent.minutes), ("APIPGU", Some(525_600)));
        assert_eq!(consent.purpose, "PURPOSE_CODE");
        let mut short = sample();
        short.as_object_mut().unwrap().retain(|key, _| key != "expire" && key != "responsibleObject");
        let consent = ask(&short).unwrap().remove(0);
        assert_eq!((consent.minutes, consent.responsible_object), (None, None));
    }

    /// Section 2.9: every code of `permissions`.
    #[test]
    fn every_fault_has_its_code() {
        let named = |name: &str| json!({"sysname": name});
        let order = named("http://lk.gosuslugi.ru/api-order");
        let action = named("ALL_ACTIONS_TO_DATA");
        let cases = [
            ("sysname", Value::Null, Code::NO_CONSENT_TYPE),
            ("sysname", json!(""), Code::NO_CONSENT_TYPE),
            ("sysname", json!("OTHER"), Code::CONSENT_TYPE),
            ("scopes", json!([]), Code::CONSENT_SCOPE_MISSING),
            ("scopes", json!([order, named("inn")]), Code::CONSENT_SCOPE_FOREIGN),
            ("scopes", json!([order, named("snils")]), Code::CONSENT_SCOPE_FORBIDDEN),
            ("actions", json!([]), Code::NO_ACTION),
            ("actions", json!([action, named("OTHER")]), Code::ACTION),
            ("purposes", json!([]), Code::NO_PURPOSE),
            ("purposes", json!([named("OTHER")]), Code::PURPOSE),
            ("purposes", json!([named("PURPOSE_CODE"), named("PURPOSE_CODE")]), Code::PURPOSES),
            ("expire", json!(0), Code::CONSENT_TERM),
            ("expire", json!(-1), Code::CONSENT_TERM),
            ("expire", json!(525_601), Code::CONSENT_TERM),
            ("expire", json!(9_000_000_000_i64), Code::CONSENT_TERM),
            ("expire", json!("525600"), Code::PARAMETER),
            ("scopes", json!("snils"), Code::PARAMETER),
        ];
        for (key, value, code) in cases {
            let mut consent = sample();
            consent[key] = value.clone();
            assert_eq!(ask(&consent).unwrap_err().code(), code, "{key} {value}");
        }
        let empty = SentPermissions::parse(&base64url::encode("[]"), Mode::Strict).unwrap();
        assert_eq!(empty.check(&[kind()], |_| true).unwrap_err().code(), Code::NO_CONSENT_TYPE);
    }

    /// Section 1.6: base64url without padding; other spellings in lenient mode.
    #[test]
    fn the_text_is_bounded() {
        let text = base64::engine::general_purpose::STANDARD.encode(json!([sample(), sample()]).to_string());
        assert!(text.ends_with('='), "the test needs padding: {text}");
        assert!(SentPermissions::parse(&text, Mode::Strict).is_err());
        assert!(SentPermissions::parse(&text, Mode::Lenient).is_ok());
        let many = Value::Array(vec![sample(); MOST + 1]);
        let scopes = json!([{"scopes": vec![json!({"sysname": "a"}); MOST_PARTS + 1]}]);
        for value in [many, scopes, json!({}), json!("x")] {
            let text = base64url::encode(value.to_string());
            assert_eq!(SentPermissions::parse(&text, Mode::Strict).unwrap_err().code(), Code::PARAMETER);
        }
        assert!(SentPermissions::parse(&"A".repeat(MOST_LETTERS + 1), Mode::Lenient).is_err());
    }

    /// Sections 1.1 and 6: base64 of `conf_acc`; ESIA-007055.
    #[test]
    fn the_filter_lets_in_confirmed_people() {
        for text in ["Y29uZl9hY2M", "Y29uZl9hY2M="] {
            assert_eq!(PersonFilter::parse(text, Mode::Strict), Ok(Some(PersonFilter::Confirmed)));
        }
        for text in ["conf_acc*", "b3RoZXI"] {
            assert_eq!(PersonFilter::parse(text, Mode::Strict).unwrap_err().code(), Code::PARAMETER);
            assert_eq!(PersonFilter::parse(text, Mode::Lenient), Ok(None));
        }
        assert!(PersonFilter::Confirmed.check(true).is_ok());
        assert_eq!(PersonFilter::Confirmed.check(false).unwrap_err().code(), Code::UNCONFIRMED);
    }
}
