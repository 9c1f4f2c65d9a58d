//! The switch board's forms: which fields a system has, and reading them back.

use std::collections::HashMap;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};

/// How a switch is shown.
pub(super) enum Control {
    /// On or off.
    Tick(bool),
    /// A number; empty means off where it may be off.
    Number(String),
    /// One of several words.
    Choice(Vec<(&'static str, bool)>),
    /// Words, separated by commas.
    Words(String),
}

/// A switch on the board.
pub(super) struct Field {
    /// Its name in JSON and in the form.
    pub(super) name: String,
    /// What it is.
    pub(super) control: Control,
}

/// The words of a switch that is a choice; `None` for other switches.
fn choices(name: &str) -> Option<&'static [&'static str]> {
    match name {
        "outage" => Some(&["off", "unavailable", "close"]),
        "garbage" | "garbage_ticket" => Some(&["off", "bytes", "text", "huge"]),
        "receipts" => Some(&["delivered", "undeliverable", "expired", "rejected", "silent"]),
        _ => None,
    }
}

/// Lists of words; `refusal` is off when empty and without its tick.
fn is_words(name: &str) -> bool {
    matches!(name, "refusal" | "reject_addresses")
}

/// The fields of a system's switches, by name.
pub(super) fn fields<T: Serialize>(switches: &T) -> Vec<Field> {
    let Ok(Value::Object(members)) = serde_json::to_value(switches) else { return Vec::new() };
    members.into_iter().map(|(name, value)| Field { control: control(&name, &value), name }).collect()
}

fn control(name: &str, value: &Value) -> Control {
    if let Some(choices) = choices(name) {
        return Control::Choice(choices.iter().map(|choice| (*choice, value == choice)).collect());
    }
    if is_words(name) {
        let words = value.as_array().map(|words| words.iter().filter_map(Value::as_str).collect::<Vec<_>>());
        return Control::Words(words.unwrap_or_default().join(", "));
    }
    match value {
        Value::Bool(on) => Control::Tick(*on),
        Value::Number(number) => Control::Number(number.to_string()),
        _ => Control::Number(String::new()),
    }
}

/// Switches as a form sent them.
pub(super) fn read<T: Serialize + DeserializeOwned>(
    current: &T,
    form: &HashMap<String, String>,
) -> Result<T, serde_json::Error> {
    let mut members = Map::new();
    for field in fields(current) {
        let text = form.get(&field.name).map(|text| text.trim()).unwrap_or_default();
        let value = match field.control {
            Control::Tick(_) => json!(form.contains_key(&field.name)),
            Control::Choice(_) => json!(text),
            Control::Words(_) => {
                let words: Vec<&str> = text.split(',').map(str::trim).filter(|word| !word.is_empty()).collect();
                if field.name == "refusal" && words.is_empty() { Value::Null } else { json!(words) }
            }
            Control::Number(_) => text.parse::<u64>().map_or(Value::Null, |number| json!(number)),
        };
        members.insert(field.name, value);
    }
    serde_json::from_value(Value::Object(members))
}

/// Switches with some members replaced.
pub(super) fn patch<T: Serialize + DeserializeOwned>(
    current: &T,
    changes: Map<String, Value>,
) -> Result<T, serde_json::Error> {
    let mut all = serde_json::to_value(current)?;
    if let Some(all) = all.as_object_mut() {
        all.extend(changes);
    }
    serde_json::from_value(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{registry::Switches, smpp::SmppSwitches, smtp::SmtpSwitches};

    fn as_sent(fields: &[Field]) -> HashMap<String, String> {
        let text = |control: &Control| match control {
            Control::Tick(on) => on.then(|| "on".to_owned()),
            Control::Number(text) | Control::Words(text) => Some(text.clone()),
            Control::Choice(choices) => choices.iter().find(|(_, on)| *on).map(|(word, _)| (*word).to_owned()),
        };
        fields.iter().filter_map(|field| Some((field.name.clone(), text(&field.control)?))).collect()
    }

    #[test]
    fn a_form_sent_unchanged_changes_nothing() {
        let switches =
            Switches { refusal: Some(vec!["sex".into(), "snils".into()]), rate_limit: Some(3), ..Switches::default() };
        assert_eq!(read(&switches, &as_sent(&fields(&switches))).unwrap(), switches);
        let switches = SmtpSwitches { greylist: true, reject_addresses: vec!["a@b".into()], ..SmtpSwitches::default() };
        assert_eq!(read(&switches, &as_sent(&fields(&switches))).unwrap(), switches);
        let switches = SmppSwitches::default();
        assert_eq!(read(&switches, &as_sent(&fields(&switches))).unwrap(), switches);
    }

    fn members(value: Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap()
    }

    #[test]
    fn a_patch_changes_what_it_names() {
        let changed = patch(&Switches::default(), members(json!({ "no_data": true, "delay_ms": 0 }))).unwrap();
        assert_eq!(changed, Switches { no_data: true, delay_ms: 0, ..Switches::default() });
        assert!(patch(&Switches::default(), members(json!({ "no_date": true }))).is_err());
    }
}
