//! What may be changed at run time: an explicit list, each entry with its bounds. Nothing else can.

use okno_domain::{announcement::text_faults, confirmation::ConfirmationMethod, locale::Texts, refusal::FieldFault};
use serde_json::json;

use crate::settings::Settings;

/// The longest note of a method.
const LONGEST_NOTE: usize = 300;

/// A number that may be changed within bounds.
#[derive(Debug)]
pub struct Limit {
    /// Its name in the file.
    pub name: &'static str,
    /// The smallest value that is safe.
    pub least: u32,
    /// The largest value that is safe.
    pub most: u32,
    get: fn(&Settings) -> u32,
    set: fn(&mut Settings, u32),
}

macro_rules! limits {
    ($($section:ident . $field:ident : $least:literal ..= $most:literal,)*) => {
        &[$(Limit {
            name: concat!(stringify!($section), ".", stringify!($field)),
            least: $least,
            most: $most,
            get: |settings| settings.$section.$field,
            set: |settings, value| settings.$section.$field = value,
        },)*]
    };
}

/// Every number that may be changed.
pub static LIMITS: &[Limit] = limits! {
    otp.ttl_seconds: 60..=900,
    otp.max_attempts: 3..=10,
    otp.resend_min_seconds: 30..=600,
    otp.max_sends_per_contact_per_day: 3..=50,
    otp.max_sends_per_network_per_hour: 20..=10_000,
    registration.pending_ttl_hours: 1..=168,
    session.idle_minutes: 5..=120,
    session.max_hours: 1..=24,
    session.fresh_minutes: 1..=30,
    login.max_failures: 3..=10,
    login.max_failures_anywhere: 10..=1000,
    login.first_delay_seconds: 1..=60,
    login.max_delay_seconds: 60..=3600,
    confirmation.code_max_attempts: 3..=10,
    confirmation.code_lock_hours: 1..=168,
    verification.usual_minutes: 1..=1440,
    letter.delivery_hint_days: 1..=60,
    letter.reminder_after_days: 1..=60,
    center.stale_after_days: 30..=730,
    operator.idle_minutes: 5..=60,
    operator.max_hours: 1..=12,
    operator.fresh_minutes: 1..=15,
    operator.invitation_hours: 1..=72,
    operator.visit_minutes: 5..=120,
    operator.finds_per_hour: 5..=500,
};

/// The methods that can be switched on and off: those that the program can do.
pub const SWITCHABLE: [ConfirmationMethod; 3] =
    [ConfirmationMethod::InPerson, ConfirmationMethod::RegisteredLetter, ConfirmationMethod::OnlineBank];

/// What may be changed.
#[derive(Clone, Copy, Debug)]
pub enum Key {
    /// Whether one can register.
    RegistrationOpen,
    /// Whether a method is offered, and what is said where it is (R110 to R120).
    Method(ConfirmationMethod),
    /// A number.
    Limit(&'static Limit),
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Key {}

/// A value of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Yes or no.
    Flag(bool),
    /// Whether a method is offered, with a note in every language.
    Method {
        /// Whether it is.
        on: bool,
        /// What is said where it is offered.
        note: Option<Texts>,
    },
    /// A number.
    Number(u32),
}

impl Key {
    /// Every key: registration, methods, numbers.
    pub fn all() -> impl Iterator<Item = Self> {
        let methods = SWITCHABLE.into_iter().map(Self::Method);
        [Self::RegistrationOpen].into_iter().chain(methods).chain(LIMITS.iter().map(Self::Limit))
    }

    /// The stored name; that of the file where there is one.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::RegistrationOpen => "registration.open",
            Self::Method(ConfirmationMethod::InPerson) => "confirmation.in_person",
            Self::Method(ConfirmationMethod::RegisteredLetter) => "confirmation.registered_letter",
            Self::Method(ConfirmationMethod::QualifiedSignature) => "confirmation.qualified_signature",
            Self::Method(ConfirmationMethod::ElectronicCard) => "confirmation.electronic_card",
            Self::Method(ConfirmationMethod::OnlineBank) => "confirmation.online_bank",
            Self::Limit(limit) => limit.name,
        }
    }

    /// The key with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|key| key.name() == name)
    }

    /// Whether a second administrator must agree to a change.
    pub const fn needs_consent(&self) -> bool {
        !matches!(self, Self::RegistrationOpen)
    }

    /// The value in these settings; a method has no note there.
    pub fn of(&self, settings: &Settings) -> Value {
        match self {
            Self::RegistrationOpen => Value::Flag(settings.registration.open),
            Self::Method(method) => Value::Method { on: settings.confirmation.methods.contains(method), note: None },
            Self::Limit(limit) => Value::Number((limit.get)(settings)),
        }
    }

    /// Puts a value into settings; one of another kind changes nothing.
    pub(super) fn put(&self, settings: &mut Settings, value: &Value) {
        match (self, value) {
            (Self::RegistrationOpen, Value::Flag(open)) => settings.registration.open = *open,
            (Self::Method(method), Value::Method { on, .. }) => {
                settings.confirmation.methods.retain(|one| one != method);
                if *on {
                    settings.confirmation.methods.push(*method);
                }
                settings.confirmation.methods.sort_unstable();
            }
            (Self::Limit(limit), Value::Number(value)) => (limit.set)(settings, *value),
            _ => {}
        }
    }

    /// A stored value; none for one that this program does not take.
    pub fn read(&self, stored: &serde_json::Value) -> Option<Value> {
        let value = match self {
            Self::RegistrationOpen => Value::Flag(stored.as_bool()?),
            Self::Method(_) => {
                let on = stored.get("on")?.as_bool()?;
                let note = match stored.get("note") {
                    None | Some(serde_json::Value::Null) => None,
                    Some(note) => Some(serde_json::from_value(note.clone()).ok()?),
                };
                Value::Method { on, note }
            }
            Self::Limit(_) => Value::Number(u32::try_from(stored.as_u64()?).ok()?),
        };
        self.faults(&value).is_empty().then_some(value)
    }

    /// Everything that is wrong with a value, at the fields of its form.
    pub fn faults(&self, value: &Value) -> Vec<FieldFault> {
        match (self, value) {
            (Self::RegistrationOpen, Value::Flag(_)) => Vec::new(),
            (Self::Method(_), Value::Method { note, .. }) => {
                let fields = ["note_ru", "note_en", "note_fr"];
                note.as_ref().map(|note| text_faults(note, fields, LONGEST_NOTE)).unwrap_or_default()
            }
            (Self::Limit(limit), Value::Number(value)) if (limit.least..=limit.most).contains(value) => Vec::new(),
            (Self::Limit(limit), _) => {
                let fault = FieldFault::new("value", "setting-bounds");
                vec![fault.with("least", limit.least.to_string()).with("most", limit.most.to_string())]
            }
            _ => vec![FieldFault::new("value", "required")],
        }
    }
}

impl Value {
    /// As it is stored.
    pub fn stored(&self) -> serde_json::Value {
        match self {
            Self::Flag(value) => json!(value),
            Self::Method { on, note } => json!({ "on": on, "note": note }),
            Self::Number(value) => json!(value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shipped value of each number lies within the bounds in which it may be changed, and each key is found by its
    /// name and gives back what is put in.
    #[test]
    fn keys_are_sound() {
        let shipped = Settings::default();
        for key in Key::all() {
            assert_eq!(Key::from_name(key.name()), Some(key));
            let value = key.of(&shipped);
            assert_eq!(key.faults(&value), [], "{}", key.name());
            assert_eq!(key.read(&value.stored()), Some(value.clone()), "{}", key.name());
            let other = match value {
                Value::Flag(value) => Value::Flag(!value),
                Value::Method { on, .. } => Value::Method { on: !on, note: None },
                Value::Number(_) => {
                    let Key::Limit(limit) = key else { continue };
                    Value::Number(limit.most)
                }
            };
            let mut settings = shipped.clone();
            key.put(&mut settings, &other);
            assert_eq!(key.of(&settings), other, "{}", key.name());
            key.put(&mut settings, &key.of(&shipped));
            assert_eq!(settings, shipped, "{}", key.name());
        }
    }

    #[test]
    fn what_is_out_of_bounds_is_not_taken() {
        let key = Key::from_name("otp.max_attempts").unwrap();
        for wrong in [json!(2), json!(11), json!(-1), json!("5"), json!(null), json!(5.5)] {
            assert_eq!(key.read(&wrong), None, "{wrong}");
        }
        let method = Key::Method(ConfirmationMethod::OnlineBank);
        assert_eq!(method.read(&json!({ "on": true, "note": { "ru": "а", "en": "", "fr": "c" } })), None);
        assert!(method.read(&json!({ "on": false })).is_some());
        assert!(Key::from_name("public_url").is_none());
    }
}
