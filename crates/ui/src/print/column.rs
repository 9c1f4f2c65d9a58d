//! A column of text that goes on on the next sheet where a sheet ends.

use super::{Paper, Place, Role, SHEET_HEIGHT, Style};

/// Below this no line stands.
const BOTTOM: f32 = SHEET_HEIGHT - 20.0;
/// Where further sheets begin.
const TOP: f32 = 20.0;

/// A column: where the next text goes.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    x: f32,
    width: f32,
    /// How far down the column is filled.
    pub y: f32,
}

impl Column {
    /// An empty column.
    pub const fn new(x: f32, y: f32, width: f32) -> Self {
        Self { x, width, y }
    }

    /// Leaves room.
    pub fn gap(&mut self, height: f32) {
        self.y += height;
    }

    /// Goes to the next sheet unless so much room is left.
    pub fn need(&mut self, paper: &mut Paper, height: f32) {
        if self.y + height > BOTTOM {
            paper.new_sheet();
            self.y = TOP;
        }
    }

    /// A text in any style and role.
    pub fn put(&mut self, paper: &mut Paper, style: Style, role: Role, text: &str) {
        let height = paper.height_of(self.width, style, text);
        self.need(paper, height);
        self.y += paper.text(Place::new(self.x, self.y, self.width), style, role, text);
    }

    /// A heading of this level.
    pub fn heading(&mut self, paper: &mut Paper, level: u16, style: Style, text: &str) {
        // Not alone at the end of a sheet.
        self.need(paper, 20.0);
        self.put(paper, style, Role::Heading(level), text);
        self.gap(2.0);
    }

    /// A paragraph.
    pub fn paragraph(&mut self, paper: &mut Paper, style: Style, text: &str) {
        self.put(paper, style, Role::Paragraph, text);
        self.gap(2.0);
    }

    /// An item of a list, with its mark at the left.
    pub fn item(&mut self, paper: &mut Paper, style: Style, mark: &str, text: &str) {
        const INDENT: f32 = 6.0;
        let height = paper.height_of(self.width - INDENT, style, text);
        self.need(paper, height);
        paper.text(Place::new(self.x, self.y, INDENT), style, Role::Decoration, mark);
        self.y += paper.text(Place::new(self.x + INDENT, self.y, self.width - INDENT), style, Role::Item, text);
        self.gap(1.0);
    }

    /// A label with its value beside it.
    pub fn field(&mut self, paper: &mut Paper, label: &str, value: &str) {
        let part = self.width * 0.38;
        let rest = self.width - part;
        let height = paper.height_of(part - 4.0, Style::BODY, label).max(paper.height_of(rest, Style::STRONG, value));
        self.need(paper, height);
        paper.text(Place::new(self.x, self.y, part - 4.0), Style::BODY, Role::Paragraph, label);
        paper.text(Place::new(self.x + part, self.y, rest), Style::STRONG, Role::Paragraph, value);
        self.y += height;
        self.gap(1.5);
    }
}
