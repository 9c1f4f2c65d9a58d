//! Pages of lists that are searched by what was typed. Names are sealed or in several languages, so no index finds them:
//! the table is read in steps, in the order of its ids, until a page is full.

use crate::error::Result;

/// Lines of one page.
pub const PAGE: usize = 25;

/// A page of a list, and after which entry the next one begins.
#[derive(Clone, Debug)]
pub struct Listing<T, I> {
    /// The entries.
    pub entries: Vec<T>,
    /// Where the next page begins, when there is one.
    pub next: Option<I>,
}

/// A page that is being filled.
pub(crate) struct Filling<T, I> {
    entries: Vec<T>,
    id: fn(&T) -> I,
}

impl<T, I> Filling<T, I> {
    /// An empty page of entries with these ids.
    pub(crate) const fn new(id: fn(&T) -> I) -> Self {
        Self { entries: Vec::new(), id }
    }

    /// Takes those rows of a step that fit. After which id the next step begins; none when the page is full or there are no
    /// more rows.
    pub(crate) fn take(&mut self, rows: Vec<T>, fits: impl Fn(&T) -> Result<bool>) -> Result<Option<I>> {
        let end = rows.last().map(self.id);
        for row in rows {
            if fits(&row)? {
                self.entries.push(row);
            }
        }
        Ok(end.filter(|_| self.entries.len() <= PAGE))
    }

    /// The page.
    pub(crate) fn listing(mut self) -> Listing<T, I> {
        let more = self.entries.len() > PAGE;
        self.entries.truncate(PAGE);
        let next = self.entries.last().filter(|_| more).map(self.id);
        Listing { entries: self.entries, next }
    }
}
