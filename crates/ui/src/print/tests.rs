//! A document with everything that can stand in one.

use std::{fs, process::Command};

use jiff::civil::date;

use super::*;

fn sample(locale: Locale) -> Result<Vec<u8>, PrintError> {
    let mut paper = Paper::new(locale, "Okno: образец", date(2026, 1, 15))?;
    paper.frame(Area::new(20.0, 45.0, 90.0, 45.0), 0.2);
    paper.text(Place::new(25.0, 20.0, 160.0), Style::TITLE, Role::Heading(1), "Подтверждение личности, № 7");
    paper.bar_code(Area::new(25.0, 50.0, 60.0, 12.0), "10100005123456", "10100005123456");
    paper.qr_code(150.0, 50.0, 25.0, "https://okno.example/confirmation", "https://okno.example/confirmation");
    let mut column = Column::new(25.0, 100.0, 160.0);
    column.heading(&mut paper, 2, Style::HEADING, "Où ça ? – «Ёж», l’œuvre");
    for number in 0..40 {
        let words = "Письмо вручают лично в руки по паспорту. Your letter is handed over to you in person. ".repeat(2);
        column.item(&mut paper, Style::BODY, &format!("{number}."), &words);
    }
    column.field(&mut paper, "Фамилия", "Иванов");
    column.paragraph(&mut paper, Style::SMALL.aligned(Align::Right), "Итого");
    paper.finish()
}

#[test]
fn a_document_is_tagged_archival_pdf() {
    if FONTS.is_empty() {
        // Without assets there is no document, and that is said.
        assert_eq!(sample(Locale::Ru), Err(PrintError::NoFonts));
        return;
    }
    for locale in Locale::ALL {
        let pdf = sample(locale).unwrap();
        assert!(pdf.starts_with(b"%PDF-1.7") && pdf.trim_ascii_end().ends_with(b"%%EOF"));
        let text = String::from_utf8_lossy(&pdf);
        for part in ["/MarkInfo", "/StructTreeRoot", "pdfuaid:part", "pdfaid:part", "/OutputIntents"] {
            assert!(text.contains(part), "{part}");
        }
        assert!(pdf.len() < 200_000, "{} bytes", pdf.len());
        assert_eq!(sample(locale).unwrap(), pdf, "the same data make the same document");
    }
}

#[test]
fn a_text_wraps_and_flows_to_further_sheets() {
    let Ok(mut paper) = Paper::new(Locale::Ru, "x", date(2026, 1, 15)) else { return assert!(FONTS.is_empty()) };
    let one = paper.height_of(100.0, Style::BODY, "слово");
    let many = paper.height_of(100.0, Style::BODY, &"слово ".repeat(100));
    assert!(one > 3.0 && one < 8.0 && many > one * 4.0, "{one} {many}");
    let mut column = Column::new(25.0, 30.0, 100.0);
    for _ in 0..100 {
        column.paragraph(&mut paper, Style::BODY, "слово");
    }
    assert!(paper.sheets() > 1 && column.y < SHEET_HEIGHT);
}

/// What the font cannot show is refused, not left out.
#[test]
fn a_character_without_glyph_is_refused() {
    let Ok(mut paper) = Paper::new(Locale::Ru, "x", date(2026, 1, 15)) else { return assert!(FONTS.is_empty()) };
    paper.text(Place::new(20.0, 20.0, 100.0), Style::BODY, Role::Paragraph, "漢字");
    assert!(matches!(paper.finish(), Err(PrintError::Refused(_))));
}

/// The samples for the validators and for looking at: `OKNO_PRINTS=<folder>`.
#[test]
#[expect(clippy::disallowed_methods, reason = "the folder for looking at samples is for the developer alone")]
fn samples_are_sound_by_qpdf() {
    let Ok(pdf) = sample(Locale::Ru) else { return assert!(FONTS.is_empty()) };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sample.pdf");
    fs::write(&path, &pdf).unwrap();
    if let Ok(kept) = std::env::var("OKNO_PRINTS") {
        fs::create_dir_all(&kept).unwrap();
        fs::write(std::path::Path::new(&kept).join("sample.pdf"), &pdf).unwrap();
    }
    // `cargo xtask setup` installs it; without it the library's own checks have to do.
    if let Ok(said) = Command::new("qpdf").arg("--check").arg(&path).output() {
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stdout));
    }
}
