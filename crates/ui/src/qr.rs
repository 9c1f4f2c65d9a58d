//! QR codes as one SVG path, made on the server.

use qrcode::{Color, EcLevel, QrCode};

/// Modules of light that readers want around a code.
const QUIET: usize = 4;

/// A QR code; `path` draws its dark modules on a square of `size` units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    /// The side, with the light border.
    pub size: usize,
    /// The value of the path's `d`.
    pub path: String,
}

impl Qr {
    /// The code of a text; `None` when the text is too long for any.
    pub fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let width = code.width();
        let colors = code.to_colors();
        let mut path = String::new();
        for (y, row) in colors.chunks(width).enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|one, next| one == next) {
                if run.first() == Some(&Color::Dark) {
                    let length = run.len();
                    path.push_str(&run_of(x + QUIET, y + QUIET, length));
                }
                x += run.len();
            }
        }
        Some(Self { size: width + 2 * QUIET, path })
    }
}

fn run_of(x: usize, y: usize, length: usize) -> String {
    format!("M{x} {y}h{length}v1h-{length}z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_begins_with_its_finder_patterns() {
        let code = Qr::of("otpauth://totp/Okno:a.petrova?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Okno").unwrap();
        assert!(code.path.starts_with("M4 4h7v1h-7z"), "{}", code.path);
        // The first line: the two upper finder patterns stand at its ends.
        let right = code.size - QUIET - 7;
        assert!(code.path.contains(&format!("M{right} 4h7v1h-7z")));
        assert!(code.path.contains(&format!("M4 {right}h7v1h-7z")));
        assert_eq!((code.size - 2 * QUIET - 17) % 4, 0);
        assert_eq!(Qr::of(&"x".repeat(5000)), None);
    }
}
