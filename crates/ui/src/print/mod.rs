//! Documents on paper: PDF from data, for letters and forms. Tagged (PDF/UA-1), archival (PDF/A-2a), with the glyphs of
//! Golos Text that they use inside them; nothing in them leads elsewhere.
//!
//! Places and sizes are millimeters from the upper left corner of the sheet, type sizes are points. What is put on a
//! sheet is read by a screen reader in the order in which it was put there.
//!
//! ```text
//! let mut paper = Paper::new(locale, text(locale, "letter-print-title", &[]), now.date())?;
//! paper.text(Place::new(25.0, 40.0, 160.0), Style::TITLE, Role::Heading(1), &title);        // returns its height
//! let mut column = Column::new(25.0, 60.0, 160.0);                                         // flows to further sheets
//! column.paragraph(&mut paper, Style::BODY, &words);
//! column.field(&mut paper, &label, &value);
//! let pdf = paper.finish()?;
//! ```
//!
//! Words come from `locales/` by [`crate::text()`], never from here. Without built assets there is no font and so no
//! document: [`PrintError::NoFonts`].

mod code;
mod column;
mod draw;
mod words;

#[cfg(test)]
mod tests;

pub use column::Column;
pub use words::{Align, Style};

use jiff::civil::Date;
use okno_domain::locale::Locale;

use words::{Block, Words};

/// The fonts, regular and semibold, whole; none when the assets were not built.
pub(crate) static FONTS: &[&[u8]] = include!(concat!(env!("OUT_DIR"), "/print_fonts.rs"));

/// The width of a sheet of A4.
pub const SHEET_WIDTH: f32 = 210.0;
/// The height of a sheet of A4.
pub const SHEET_HEIGHT: f32 = 297.0;

/// Why there is no document.
#[derive(Debug, PartialEq, Eq)]
pub enum PrintError {
    /// The program was compiled without the fonts (`cargo xtask assets`).
    NoFonts,
    /// A text has a character that the font does not have, or the document cannot be written.
    Refused(String),
}

impl std::fmt::Display for PrintError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoFonts => f.write_str("the program was compiled without its assets, so it has no fonts for paper"),
            Self::Refused(reason) => write!(f, "the document cannot be written: {reason}"),
        }
    }
}

impl std::error::Error for PrintError {}

/// What a piece of text is, for screen readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A heading of this level, 1 to 6.
    Heading(u16),
    /// A paragraph.
    Paragraph,
    /// An item of a list; those that follow one another are one list.
    Item,
    /// Nothing to read out: repeated, or only for the eye.
    Decoration,
}

/// Where a text stands: its left upper corner and the width at which it wraps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// From the left edge.
    pub x: f32,
    /// From the upper edge.
    pub y: f32,
    /// The width.
    pub width: f32,
}

impl Place {
    /// A place.
    pub const fn new(x: f32, y: f32, width: f32) -> Self {
        Self { x, y, width }
    }
}

/// A rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// From the left edge.
    pub x: f32,
    /// From the upper edge.
    pub y: f32,
    /// The width.
    pub width: f32,
    /// The height.
    pub height: f32,
}

impl Area {
    /// A rectangle.
    pub const fn new(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self { x, y, width, height }
    }
}

enum Item {
    Text {
        block: Box<Block>,
        place: Place,
        role: Role,
    },
    /// Filled rectangles that together are one picture, or decoration when nothing is said of it.
    Bars {
        bars: Vec<Area>,
        alt: Option<String>,
    },
    Frame {
        area: Area,
        thickness: f32,
    },
}

/// A document in the making.
pub struct Paper {
    locale: Locale,
    title: String,
    date: Date,
    words: Words,
    sheets: Vec<Vec<Item>>,
}

impl Paper {
    /// A document with one empty sheet, as of this date.
    pub fn new(locale: Locale, title: impl Into<String>, date: Date) -> Result<Self, PrintError> {
        Ok(Self { locale, title: title.into(), date, words: Words::new(locale)?, sheets: vec![vec![]] })
    }

    /// Begins another sheet; all that follows stands on it.
    pub fn new_sheet(&mut self) {
        self.sheets.push(vec![]);
    }

    /// How many sheets there are.
    pub const fn sheets(&self) -> usize {
        self.sheets.len()
    }

    fn put(&mut self, item: Item) {
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.push(item);
        }
    }

    /// Puts a text on the sheet; returns the height it takes.
    pub fn text(&mut self, place: Place, style: Style, role: Role, text: &str) -> f32 {
        let block = self.words.lay_out(text, style, place.width);
        let height = block.height();
        if !text.is_empty() {
            self.put(Item::Text { block: Box::new(block), place, role });
        }
        height
    }

    /// The height that a text would take.
    pub fn height_of(&mut self, width: f32, style: Style, text: &str) -> f32 {
        self.words.lay_out(text, style, width).height()
    }

    /// A filled rectangle, such as a rule; decoration.
    pub fn fill(&mut self, area: Area) {
        self.put(Item::Bars { bars: vec![area], alt: None });
    }

    /// The outline of a rectangle; decoration.
    pub fn frame(&mut self, area: Area, thickness: f32) {
        self.put(Item::Frame { area, thickness });
    }

    /// A bar code, Interleaved 2 of 5, of an even number of digits; `alt` says what it is. Nothing when these are none.
    pub fn bar_code(&mut self, area: Area, digits: &str, alt: &str) {
        let bars = code::bars(area, digits);
        if !bars.is_empty() {
            self.put(Item::Bars { bars, alt: Some(alt.to_owned()) });
        }
    }

    /// A QR code; `alt` says what it holds. Nothing when that is too much for one.
    pub fn qr_code(&mut self, x: f32, y: f32, size: f32, content: &str, alt: &str) {
        let bars = code::modules(x, y, size, content);
        if !bars.is_empty() {
            self.put(Item::Bars { bars, alt: Some(alt.to_owned()) });
        }
    }

    /// The document as PDF.
    pub fn finish(self) -> Result<Vec<u8>, PrintError> {
        draw::document(self)
    }
}
