//! Codes for machines, as rectangles.

use barcoders::sym::tf::TF;
use qrcode::{Color, EcLevel, QrCode};

use super::Area;

/// Interleaved 2 of 5, across the whole area.
pub(super) fn bars(area: Area, digits: &str) -> Vec<Area> {
    if digits.is_empty() || !digits.len().is_multiple_of(2) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    let Ok(code) = TF::interleaved(digits) else { return Vec::new() };
    let mut modules = code.encode();
    // The library draws the wide bar of the end two modules wide, and those of digits three.
    if modules.ends_with(&[1, 1, 0, 1]) {
        modules.insert(modules.len().saturating_sub(4), 1);
    }
    runs(&modules, area)
}

fn runs(modules: &[u8], area: Area) -> Vec<Area> {
    let unit = area.width / count(modules.len());
    let mut bars: Vec<Area> = vec![];
    let mut begun: Option<usize> = None;
    for (at, module) in modules.iter().chain([&0]).enumerate() {
        match (begun, *module == 1) {
            (None, true) => begun = Some(at),
            (Some(from), false) => {
                let width = count(at.saturating_sub(from)) * unit;
                bars.push(Area { x: area.x + count(from) * unit, width, ..area });
                begun = None;
            }
            _ => {}
        }
    }
    bars
}

/// A QR code without its quiet zone.
pub(super) fn modules(x: f32, y: f32, size: f32, content: &str) -> Vec<Area> {
    let Ok(code) = QrCode::with_error_correction_level(content, EcLevel::M) else { return Vec::new() };
    let unit = size / count(code.width());
    let rows = code.to_colors();
    let mut bars = vec![];
    for (row, colors) in rows.chunks(code.width().max(1)).enumerate() {
        let dark: Vec<u8> = colors.iter().map(|color| u8::from(*color == Color::Dark)).collect();
        // A hair higher than its row, so that no white line shows between rows.
        bars.extend(runs(&dark, Area::new(x, y + count(row) * unit, size, unit * 1.02)));
    }
    bars
}

/// A small count as a number with a fraction.
fn count(number: usize) -> f32 {
    f32::from(u16::try_from(number).unwrap_or(u16::MAX))
}
