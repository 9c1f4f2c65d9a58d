//! The finder of service centers, and the page of a center (R174 to R183).

mod center;
mod finder;

pub use center::{CenterView, DayLine, ServiceLine};
pub use finder::{CenterLine, FinderForm, FinderKind, FinderView, Found, MapData, TownLink};

use crate::route;

/// The address of a center's page.
pub fn url(kind: FinderKind, id: &str) -> String {
    format!("{}/{id}", kind.route())
}

/// The address of the finder for this town.
pub fn town_url(kind: FinderKind, query: &str, town: &str) -> String {
    let more = if query.is_empty() { String::new() } else { format!("&{query}") };
    format!("{}?town={}{more}", kind.route(), route::encode(town))
}
