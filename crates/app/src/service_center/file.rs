//! Files of centers: CSV and GeoJSON become rows of named texts. Nothing here believes what it reads.

use std::collections::BTreeMap;

use serde_json::Value;

/// Rows of one file; a country has some ten thousand centers.
const MOST_ROWS: usize = 200_000;

/// One center as the file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRow {
    /// Where it stands: the line of a CSV file, or which feature of GeoJSON, from 1.
    pub position: u64,
    /// Its columns.
    pub fields: BTreeMap<String, String>,
}

/// Why a file cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum FileFault {
    /// Not text in UTF-8.
    #[error("the file is not text in UTF-8")]
    NotText,
    /// Not CSV.
    #[error("the file is not CSV: {0}")]
    Csv(String),
    /// Not GeoJSON.
    #[error("the file is not GeoJSON: {0}")]
    GeoJson(String),
    /// Far too many rows.
    #[error("the file has more than {MOST_ROWS} rows")]
    TooMany,
}

/// Reads a file; GeoJSON is told by its first brace.
pub fn read(bytes: &[u8]) -> Result<Vec<SourceRow>, FileFault> {
    let text = std::str::from_utf8(bytes).map_err(|_| FileFault::NotText)?;
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('{') { geo_json(text) } else { csv(text) }
}

fn csv(text: &str) -> Result<Vec<SourceRow>, FileFault> {
    let head = text.lines().next().unwrap_or_default();
    // Spreadsheets of our countries write semicolons.
    let delimiter = if head.matches(';').count() > head.matches(',').count() { b';' } else { b',' };
    let fault = |error: csv::Error| FileFault::Csv(error.to_string());
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).from_reader(text.as_bytes());
    let columns: Vec<String> = reader.headers().map_err(fault)?.iter().map(str::to_lowercase).collect();
    let mut rows = Vec::new();
    let mut lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
    for record in reader.records() {
        let record = record.map_err(fault)?;
        if rows.len() >= MOST_ROWS {
            return Err(FileFault::TooMany);
        }
        let position = lines.up_to(record.position().map_or(0, csv::Position::byte));
        let filled = columns.iter().zip(record.iter()).filter(|(_, value)| !value.is_empty());
        let fields = filled.map(|(column, value)| (column.clone(), value.to_owned())).collect();
        rows.push(SourceRow { position, fields });
    }
    Ok(rows)
}

/// Counts lines; the reader's own count is off where lines end in two bytes, and by empty lines.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line on which the record stands that begins here, or after the line ends that are here.
    fn up_to(&mut self, byte: u64) -> u64 {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX);
        while let Some(next) = self.text.get(self.at).filter(|next| self.at < byte || matches!(next, b'\r' | b'\n')) {
            self.line += u64::from(*next == b'\n');
            self.at += 1;
        }
        self.line
    }
}

fn geo_json(text: &str) -> Result<Vec<SourceRow>, FileFault> {
    let fault = |reason: &str| FileFault::GeoJson(reason.to_owned());
    let root: Value = serde_json::from_str(text).map_err(|error| FileFault::GeoJson(error.to_string()))?;
    if root.get("type").and_then(Value::as_str) != Some("FeatureCollection") {
        return Err(fault("it is no FeatureCollection"));
    }
    let features = root.get("features").and_then(Value::as_array).ok_or_else(|| fault("it has no features"))?;
    if features.len() > MOST_ROWS {
        return Err(FileFault::TooMany);
    }
    Ok((1..).zip(features).map(|(position, feature)| SourceRow { position, fields: feature_fields(feature) }).collect())
}

/// Properties under their names; the point as latitude and longitude; the id where the properties have none.
fn feature_fields(feature: &Value) -> BTreeMap<String, String> {
    let mut fields = BTreeMap::new();
    if let Some(id) = feature.get("id").and_then(simple) {
        fields.insert("external_id".to_owned(), id);
    }
    let properties = feature.get("properties").and_then(Value::as_object);
    for (name, value) in properties.into_iter().flatten() {
        let text = match value {
            Value::Array(values) => Some(values.iter().filter_map(simple).collect::<Vec<_>>().join("; ")),
            // What is nested is told by its column being unknown or its value empty.
            Value::Object(_) => Some("{…}".to_owned()),
            other => simple(other),
        };
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            fields.insert(name.to_lowercase(), text);
        }
    }
    let geometry = feature.get("geometry").filter(|geometry| geometry.get("type").is_some_and(|kind| kind == "Point"));
    let point = geometry.and_then(|geometry| geometry.get("coordinates")).and_then(Value::as_array);
    if let Some([longitude, latitude, ..]) = point.map(Vec::as_slice) {
        for (name, value) in [("longitude", longitude), ("latitude", latitude)] {
            if let Some(text) = simple(value) {
                fields.insert(name.to_owned(), text);
            }
        }
    }
    fields
}

fn simple(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(true) => Some("yes".to_owned()),
        Value::Bool(false) => Some("no".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read_as_spreadsheets_write_them() {
        let rows = read("\u{feff}External_ID;name;services\r\na1;\"Центр; первый\";\r\n\r\n a2 ;x;y\r\n".as_bytes());
        let rows = rows.unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].fields["name"], "Центр; первый");
        assert!(!rows[0].fields.contains_key("services"));
        assert_eq!((rows[1].position, rows[1].fields["external_id"].as_str()), (4, "a2"));
        assert!(matches!(read("a,b\n1\n".as_bytes()), Err(FileFault::Csv(_))));
        assert!(matches!(read(&[0xFF]), Err(FileFault::NotText)));
    }

    #[test]
    fn features_are_read_with_their_point() {
        let text = r#"{"type":"FeatureCollection","features":[{"type":"Feature","id":7,
            "geometry":{"type":"Point","coordinates":[49.1,55.8]},
            "properties":{"name":"Ц","services":["account_confirmation","data_correction"],"appointments":true}}]}"#;
        let rows = read(text.as_bytes()).unwrap();
        let fields = &rows[0].fields;
        assert_eq!((fields["external_id"].as_str(), fields["latitude"].as_str()), ("7", "55.8"));
        assert_eq!(fields["services"], "account_confirmation; data_correction");
        assert_eq!(fields["appointments"], "yes");
        assert!(matches!(read(b"{\"type\":\"Feature\"}"), Err(FileFault::GeoJson(_))));
        assert!(matches!(read(b"{"), Err(FileFault::GeoJson(_))));
    }
}
