//! How French sets its marks; for the build, and for texts that replace built-in ones.

/// French puts a space before these marks, at which no line may break. The files have ordinary ones, which everybody can
/// type and see.
pub(crate) fn set(line: &str) -> String {
    const MARKS: [(&str, &str); 6] = [
        (" :", "\u{a0}:"),
        (" ;", "\u{a0};"),
        (" ?", "\u{a0}?"),
        (" !", "\u{a0}!"),
        (" »", "\u{a0}»"),
        ("« ", "«\u{a0}"),
    ];
    MARKS.iter().fold(line.to_owned(), |line, (typed, set)| line.replace(typed, set))
}
