//! The letter on paper: address window, bar code of the item, fold marks, and the code (R143, R148).
//!
//! One sheet of A4, folded twice into an envelope of 110 x 220 mm with a window at the right.

use jiff::civil::Date;
use okno_domain::locale::Locale;

use crate::{
    format,
    print::{Align, Area, Column, Paper, Place, PrintError, Role, SHEET_HEIGHT, Style},
    text::text,
};

/// What stands in a letter. Secret as a whole.
pub struct LetterPrint<'a> {
    /// The language.
    pub locale: Locale,
    /// The addressee.
    pub name: &'a str,
    /// The address, the index last.
    pub address: &'a [String],
    /// The number of the item, 14 digits.
    pub number: &'a str,
    /// The code, grouped.
    pub code: &'a str,
    /// The day of printing.
    pub printed_on: Date,
    /// The last day of the code.
    pub valid_until: Date,
    /// The address of the portal.
    pub portal: &'a str,
    /// Who sends it: name and address, line by line.
    pub sender: &'a [String],
}

/// Where the folds are: the sheet in three parts.
const FOLDS: [f32; 2] = [SHEET_HEIGHT / 3.0, SHEET_HEIGHT * 2.0 / 3.0];
/// What shows through the window of the envelope.
const WINDOW: Area = Area::new(105.0, 44.0, 90.0, 46.0);
/// Left edge and width of what is read.
const LEFT: f32 = 22.0;
const WIDTH: f32 = 166.0;

/// The letter as PDF.
pub fn letter(content: &LetterPrint<'_>) -> Result<Vec<u8>, PrintError> {
    let locale = content.locale;
    let say = |key: &str| text(locale, key, &[]);
    let mut paper = Paper::new(locale, say("letter-print-title"), content.printed_on)?;
    for fold in FOLDS {
        paper.fill(Area::new(4.0, fold, 5.0, 0.2));
    }
    sender(&mut paper, content);
    window(&mut paper, content);
    let mut column = Column::new(LEFT, FOLDS[0] + 8.0, WIDTH);
    column.heading(&mut paper, 1, Style::TITLE, &say("letter-print-title"));
    let name = || content.name.into();
    column.paragraph(&mut paper, Style::BODY, &text(locale, "letter-print-greeting", &[("name", name())]));
    column.paragraph(&mut paper, Style::BODY, &say("letter-print-text"));
    code(&mut paper, &mut column, content);
    column.heading(&mut paper, 2, Style::HEADING, &say("letter-print-steps"));
    for (number, key) in
        ["letter-print-step-login", "letter-print-step-page", "letter-print-step-code"].iter().enumerate()
    {
        let words = text(locale, key, &[("portal", content.portal.into())]);
        column.item(&mut paper, Style::BODY, &format!("{}.", number + 1), &words);
    }
    column.gap(3.0);
    column.paragraph(&mut paper, Style::STRONG, &say("letter-print-secret"));
    column.paragraph(&mut paper, Style::BODY, &say("letter-print-tax"));
    column.paragraph(&mut paper, Style::BODY, &say("letter-print-not-me"));
    foot(&mut paper, content);
    paper.finish()
}

fn sender(paper: &mut Paper, content: &LetterPrint<'_>) {
    let mut y = 22.0;
    for (number, line) in content.sender.iter().enumerate() {
        let style = if number == 0 { Style::STRONG } else { Style::SMALL };
        y += paper.text(Place::new(LEFT, y, 75.0), style, Role::Paragraph, line);
    }
    let mark = text(content.locale, "letter-print-registered", &[]);
    paper.text(Place::new(WINDOW.x, 22.0, WINDOW.width), Style::HEADING, Role::Paragraph, &mark);
}

/// Bar code and address, as they show through the window.
fn window(paper: &mut Paper, content: &LetterPrint<'_>) {
    let inside = WINDOW.x + 5.0;
    let alt = text(content.locale, "letter-print-item", &[("number", content.number.into())]);
    paper.bar_code(Area::new(inside, WINDOW.y + 2.0, 60.0, 9.0), content.number, &alt);
    let digits = Style::SMALL.sized(8.0).spaced(1.2);
    paper.text(
        Place::new(inside, WINDOW.y + 11.5, 60.0),
        digits.aligned(Align::Center),
        Role::Decoration,
        content.number,
    );
    let (top, width) = (WINDOW.y + 16.5, WINDOW.width - 8.0);
    let lines: Vec<(&str, Style)> = std::iter::once((content.name, Style::STRONG))
        .chain(content.address.iter().map(|line| (line.as_str(), Style::BODY)))
        .collect();
    // A long address is set smaller, so that all of it shows through the window.
    let room = WINDOW.y + WINDOW.height - top;
    let sizes = [10.0, 9.0, 8.0, 7.0, 6.0];
    let mut fits = |size: &f32| {
        let heights = lines.iter().map(|(line, style)| paper.height_of(width, style.sized(*size), line));
        heights.sum::<f32>() <= room
    };
    let size = sizes.into_iter().find(&mut fits).unwrap_or(6.0);
    let mut y = top;
    for (line, style) in lines {
        y += paper.text(Place::new(inside, y, width), style.sized(size), Role::Paragraph, line);
    }
}

fn code(paper: &mut Paper, column: &mut Column, content: &LetterPrint<'_>) {
    column.gap(1.0);
    let area = Area::new(LEFT, column.y, WIDTH, 24.0);
    paper.frame(area, 0.4);
    let label = text(content.locale, "letter-print-code", &[]);
    let small = Style::SMALL.aligned(Align::Center);
    paper.text(Place::new(area.x, area.y + 2.5, area.width), small, Role::Paragraph, &label);
    let large = Style::STRONG.sized(24.0).aligned(Align::Center).spaced(0.8);
    paper.text(Place::new(area.x, area.y + 6.5, area.width), large, Role::Paragraph, content.code);
    let until = format::date_long(content.locale, content.valid_until);
    let until = text(content.locale, "letter-print-until", &[("date", until.into())]);
    paper.text(Place::new(area.x, area.y + 18.5, area.width), small, Role::Paragraph, &until);
    column.gap(area.height + 5.0);
}

fn foot(paper: &mut Paper, content: &LetterPrint<'_>) {
    const SIZE: f32 = 20.0;
    let y = SHEET_HEIGHT - 32.0;
    let url = format!("{}{}", content.portal, crate::route::CONFIRMATION);
    paper.qr_code(LEFT, y, SIZE, &url, &url);
    let date = format::date(content.locale, content.printed_on);
    let args = [("date", date.into()), ("number", content.number.into())];
    let mut column = Column::new(LEFT + SIZE + 6.0, y, WIDTH - SIZE - 6.0);
    column.put(paper, Style::SMALL, Role::Paragraph, &text(content.locale, "letter-print-foot", &args));
    column.put(paper, Style::SMALL, Role::Paragraph, &url);
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::print::FONTS;

    fn sample(locale: Locale, name: &str, address: &[String]) -> Result<Vec<u8>, PrintError> {
        letter(&LetterPrint {
            locale,
            name,
            address,
            number: "10100015000015",
            code: "ACD23-EFG47",
            printed_on: jiff::civil::date(2026, 1, 15),
            valid_until: jiff::civil::date(2026, 7, 13),
            portal: "https://id.example.org",
            sender: &["Okno".to_owned(), "101000, Москва, Мясницкая улица, д. 26".to_owned()],
        })
    }

    fn lines(lines: &[&str]) -> Vec<String> {
        lines.iter().map(|line| (*line).to_owned()).collect()
    }

    /// R143, R148: one sheet in each language, with long names and addresses too. `OKNO_PRINTS=<folder>` keeps them.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "the folder for looking at samples is for the developer alone")]
    fn a_letter_is_one_sheet() {
        if FONTS.is_empty() {
            assert_eq!(sample(Locale::Ru, "А", &[]), Err(PrintError::NoFonts));
            return;
        }
        let address = lines(&["Красный проспект, д. 18/2, кв. 7", "г. Новосибирск", "Новосибирская область", "630099"]);
        let long = lines(&[
            "улица Героев Советского Союза имени Двадцать второго съезда, д. 118/2 корп. 4, кв. 1707",
            "г. Петропавловск-Камчатский, микрорайон Рыбацкий",
            "Ханты-Мансийский автономный округ — Югра".replace('—', "–").as_str(),
            "683000",
        ]);
        for locale in Locale::ALL {
            for (kind, name, address) in [
                ("usual", "Иванова Анна Петровна", &address),
                ("long", "Константинопольский-Рождественский Александр Константинович", &long),
            ] {
                let pdf = sample(locale, name, address).unwrap();
                let text = String::from_utf8_lossy(&pdf);
                assert!(
                    text.contains("/Count 1\n") || text.contains("/Count 1/") || text.contains("/Count 1 "),
                    "{kind}"
                );
                if let Ok(folder) = std::env::var("OKNO_PRINTS") {
                    fs::create_dir_all(&folder).unwrap();
                    fs::write(format!("{folder}/letter-{kind}-{locale}.pdf"), &pdf).unwrap();
                }
            }
        }
    }
}
