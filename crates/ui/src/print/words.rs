//! Text on paper: styles, and paragraphs broken into lines.

use std::sync::Arc;

use okno_domain::locale::Locale;
use parley::{
    Alignment, AlignmentOptions, FontContext, FontFamily, FontFamilyName, FontWeight, Layout, LayoutContext,
    LineHeight, OverflowWrap, StyleProperty,
    fontique::{Blob, Collection, CollectionOptions, SourceCache},
};

use super::{FONTS, PrintError};

/// The name of the family in the font files.
const FAMILY: &str = "Golos Text";
/// Points to a millimeter.
pub(super) const POINTS: f32 = 72.0 / 25.4;

/// How lines stand in the width of their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// At the left.
    Left,
    /// In the middle.
    Center,
    /// At the right.
    Right,
}

/// How a text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// Type size, points.
    pub size: f32,
    /// Semibold in place of regular.
    pub strong: bool,
    /// Where the lines stand.
    pub align: Align,
    /// Extra space between letters, points.
    pub spacing: f32,
    /// The distance of lines as a multiple of the size.
    pub leading: f32,
}

impl Style {
    /// Running text.
    pub const BODY: Self = Self { size: 10.5, strong: false, align: Align::Left, spacing: 0.0, leading: 1.35 };
    /// Running text, semibold.
    pub const STRONG: Self = Self { strong: true, ..Self::BODY };
    /// Small print.
    pub const SMALL: Self = Self { size: 8.5, leading: 1.3, ..Self::BODY };
    /// The title of a document.
    pub const TITLE: Self = Self { size: 18.0, strong: true, leading: 1.2, ..Self::BODY };
    /// A heading within it.
    pub const HEADING: Self = Self { size: 12.5, strong: true, leading: 1.25, ..Self::BODY };

    /// The same in another size.
    #[must_use]
    pub const fn sized(self, size: f32) -> Self {
        Self { size, ..self }
    }

    /// The same, aligned so.
    #[must_use]
    pub const fn aligned(self, align: Align) -> Self {
        Self { align, ..self }
    }

    /// The same with extra space between letters.
    #[must_use]
    pub const fn spaced(self, spacing: f32) -> Self {
        Self { spacing, ..self }
    }
}

/// A text, broken into lines.
pub(super) struct Block {
    pub(super) text: String,
    pub(super) layout: Layout<()>,
}

impl Block {
    /// Its height in millimeters.
    pub(super) fn height(&self) -> f32 {
        self.layout.height() / POINTS
    }
}

/// The fonts, and room to work in.
pub(super) struct Words {
    fonts: FontContext,
    layouts: LayoutContext<()>,
    locale: Locale,
}

impl Words {
    pub(super) fn new(locale: Locale) -> Result<Self, PrintError> {
        if FONTS.is_empty() {
            return Err(PrintError::NoFonts);
        }
        let mut collection = Collection::new(CollectionOptions { shared: false, system_fonts: false });
        for font in FONTS {
            collection.register_fonts(Blob::new(Arc::new(font)), None);
        }
        let fonts = FontContext { collection, source_cache: SourceCache::default() };
        Ok(Self { fonts, layouts: LayoutContext::new(), locale })
    }

    /// Breaks a text into lines of this width in millimeters.
    pub(super) fn lay_out(&mut self, text: &str, style: Style, width: f32) -> Block {
        let mut builder = self.layouts.ranged_builder(&mut self.fonts, text, 1.0, false);
        builder.push_default(StyleProperty::FontFamily(FontFamily::Single(FontFamilyName::Named(FAMILY.into()))));
        builder.push_default(StyleProperty::FontSize(style.size));
        builder.push_default(StyleProperty::FontWeight(FontWeight::new(if style.strong { 600.0 } else { 400.0 })));
        builder.push_default(StyleProperty::LineHeight(LineHeight::FontSizeRelative(style.leading)));
        builder.push_default(StyleProperty::LetterSpacing(style.spacing));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::BreakWord));
        builder.push_default(StyleProperty::Locale(self.locale.tag().parse().ok()));
        let mut layout = builder.build(text);
        layout.break_all_lines(Some(width * POINTS));
        let align = match style.align {
            Align::Left => Alignment::Left,
            Align::Center => Alignment::Center,
            Align::Right => Alignment::Right,
        };
        layout.align(align, AlignmentOptions::default());
        Block { text: text.to_owned(), layout }
    }
}
