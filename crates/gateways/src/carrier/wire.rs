//! What goes over the wire to the carrier and back (docs/protocols/carrier.md). Pure, so that it can be fuzzed.

use jiff::Timestamp;
use okno_app::ports::{CarrierNews, PortError};
use okno_domain::{identifier::tracking_number::TrackingNumber, letter::CarrierState};
use serde::{Deserialize, Serialize};

use crate::http::garbage;

/// The largest answer.
pub const MOST_BYTES: usize = 1024 * 1024;
/// How many items are asked about at once.
pub const MOST_NUMBERS: usize = 100;
/// More events than that no item has.
const MOST_EVENTS: usize = 100;

/// The question.
#[derive(Debug, Serialize)]
pub struct Question<'a> {
    /// The numbers of the items.
    pub numbers: Vec<&'a str>,
}

#[derive(Deserialize)]
struct Answer {
    items: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    number: String,
    events: Vec<Event>,
}

#[derive(Deserialize)]
struct Event {
    state: String,
    at: Timestamp,
}

fn state(name: &str) -> Option<CarrierState> {
    Some(match name {
        "accepted" => CarrierState::Accepted,
        "in_transit" => CarrierState::InTransit,
        "awaiting_pickup" => CarrierState::AwaitingPickup,
        "handed_over" => CarrierState::HandedOver,
        "returned" | "lost" => CarrierState::Returned,
        _ => return None,
    })
}

/// Reads an answer. States that we do not know are passed over, since carriers have many; items with numbers that are none
/// and answers of another shape are not understood.
pub fn read(bytes: &[u8]) -> Result<Vec<CarrierNews>, PortError> {
    if bytes.len() > MOST_BYTES {
        return Err(garbage("the answer is too large"));
    }
    // The error names a place and a reason, never a value.
    let answer: Answer = serde_json::from_slice(bytes).map_err(|error| {
        garbage(format!("not the JSON of the protocol, line {} column {}", error.line(), error.column()))
    })?;
    if answer.items.len() > MOST_NUMBERS {
        return Err(garbage("more items than were asked about"));
    }
    let mut news = vec![];
    for item in answer.items {
        let number: TrackingNumber = item.number.parse().map_err(|_| garbage("the number of an item is none"))?;
        if item.events.len() > MOST_EVENTS {
            return Err(garbage("an item has too many events"));
        }
        for event in item.events {
            if let Some(state) = state(&event.state) {
                news.push(CarrierNews { number: number.clone(), state, at: event.at });
            }
        }
    }
    Ok(news)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn news_is_read_and_unknown_states_are_passed_over() {
        let text = r#"{"items":[{"number":"10100005123456","events":[
            {"state":"accepted","at":"2026-01-16T09:00:00Z","index":"101000"},
            {"state":"customs","at":"2026-01-16T10:00:00Z"},
            {"state":"lost","at":"2026-01-17T09:00:00+03:00"}]}],"more":1}"#;
        let news = read(text.as_bytes()).unwrap();
        let states: Vec<_> = news.iter().map(|news| news.state).collect();
        assert_eq!(states, [CarrierState::Accepted, CarrierState::Returned]);
    }

    #[test]
    fn what_is_not_the_protocol_is_garbage() {
        for text in [
            "",
            "[]",
            "{}",
            r#"{"items":[{"number":"10100005123457","events":[]}]}"#,
            r#"{"items":[{"number":"10100005123456","events":[{"state":"accepted","at":"yesterday"}]}]}"#,
        ] {
            assert!(matches!(read(text.as_bytes()), Err(PortError::Garbage { .. })), "{text}");
        }
        let many = format!(r#"{{"items":[{}]}}"#, vec![r#"{"number":"10100005123456","events":[]}"#; 101].join(","));
        assert!(matches!(read(many.as_bytes()), Err(PortError::Garbage { .. })));
    }
}
