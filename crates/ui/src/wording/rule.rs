//! What fits in place of a built-in text: what stands instead must take the same values, be of the same kind, and be as safe
//! to show, to send and to print.

mod shape;

use std::collections::BTreeSet;

use fluent_syntax::{
    ast::{Entry, Message, Pattern},
    parser,
};
use okno_domain::{
    locale::Locale,
    refusal::FieldFault,
    wording::{field, gsm_septets, is_hidden},
};

pub(super) use self::shape::Shape;
use super::catalogue::{file, patterns, source};
use crate::{french, message, prose};

/// How many values may stand in a text; the library says no more than a hundred. The parser follows what stands in each
/// other without a bound of its own, so this is looked at before it.
const MOST_PLACES: usize = 60;
/// The same for brackets, which stand in words as well.
const MOST_BRACKETS: usize = 200;
/// The longest subject of a mail.
const SUBJECT: usize = 70;

/// A text as it is kept; none when it says what the built-in one says. Else what is wrong with it in that place.
pub fn fit(key: &str, locale: Locale, text: &str) -> Result<Option<String>, FieldFault> {
    let wrong = |code: &'static str| FieldFault::new(field(locale), code);
    let original =
        patterns(locale).get(key).filter(|_| !key.starts_with('-')).ok_or_else(|| wrong("wording-unknown"))?;
    let text = set(key, locale, text);
    if text.matches('{').count() > MOST_PLACES || text.matches('(').count() > MOST_BRACKETS {
        return Err(wrong("wording-syntax").with("line", "1"));
    }
    let file = file(key, &text);
    let parsed = parser::parse(file.as_str()).map_err(|(_, errors)| {
        let at = errors.first().map_or(0, |error| error.pos.start);
        // The line of the key is none of what was typed.
        let line = file.get(..at).unwrap_or_default().matches('\n').count().max(1);
        wrong("wording-syntax").with("line", line.to_string())
    })?;
    let [Entry::Message(Message { value: Some(pattern), attributes, .. })] = parsed.body.as_slice() else {
        return Err(wrong("wording-syntax").with("line", "1"));
    };
    if !attributes.is_empty() {
        return Err(wrong("wording-attribute"));
    }
    let (old, new) = (Shape::of(original), Shape::of(pattern));
    values(&old, &new).and_then(|()| kind(key, &old, &new)).map_err(|fault| at(locale, fault))?;
    if is_sms(key) {
        sms(key, locale, pattern, &new).map_err(|fault| at(locale, fault))?;
    }
    if is_printed(key) {
        printed(&new).map_err(|fault| at(locale, fault))?;
    }
    if key.ends_with("-subject") && longest(pattern, locale, char_length, 0) > SUBJECT {
        return Err(wrong("wording-long").with("most", SUBJECT.to_string()));
    }
    let kept = source(pattern);
    Ok((kept != source(original)).then_some(kept))
}

/// A fault without its field.
type Fault = (&'static str, Option<(&'static str, String)>);

fn at(locale: Locale, (code, value): Fault) -> FieldFault {
    let fault = FieldFault::new(field(locale), code);
    match value {
        Some((name, value)) => fault.with(name, value),
        None => fault,
    }
}

fn named(code: &'static str, names: &BTreeSet<&str>) -> Fault {
    let names: Vec<_> = names.iter().map(|name| format!("{{ {name} }}")).collect();
    (code, Some(("names", names.join(", "))))
}

/// The spaces of French and of SMS, as the build sets them.
fn set(key: &str, locale: Locale, text: &str) -> String {
    if is_sms(key) {
        text.replace(['\u{a0}', '\u{202f}'], " ")
    } else if locale == Locale::Fr {
        french::set(text)
    } else {
        text.to_owned()
    }
}

fn is_plural(name: &str) -> bool {
    ["zero", "one", "two", "few", "many", "other"].contains(&name)
}

/// The same values: none that the built-in text is not given, and none left out that it shows.
fn values(old: &Shape, new: &Shape) -> Result<(), Fault> {
    let unknown: BTreeSet<&str> = new
        .shown
        .difference(&old.shown)
        .chain(new.selects.keys().filter(|name| !old.shown.contains(*name) && !old.selects.contains_key(*name)))
        .chain(new.references.difference(&old.references))
        .map(String::as_str)
        .collect();
    if !unknown.is_empty() {
        return Err(named("wording-value-unknown", &unknown));
    }
    let missing = old.shown.difference(&new.shown).chain(old.always.difference(&new.always));
    let missing: BTreeSet<&str> = missing.map(String::as_str).collect();
    if !missing.is_empty() {
        return Err(named("wording-value-missing", &missing));
    }
    let none = BTreeSet::new();
    // Plural forms are the language's affair; any other variant is a case that the built-in text tells apart.
    let told = |shape: &Shape, name: &str| -> BTreeSet<String> {
        let keys = shape.selects.get(name).unwrap_or(&none);
        keys.iter().filter(|key| !is_plural(key)).cloned().collect()
    };
    for name in old.selects.keys().chain(new.selects.keys()) {
        let (old, new) = (told(old, name), told(new, name));
        if let Some(variant) = old.symmetric_difference(&new).next() {
            return Err(("wording-variant", Some(("name", format!("{name} [{variant}]")))));
        }
    }
    Ok(())
}

/// The same kind: one line or several, with links or without, a list of so many words; and nothing that is no text.
fn kind(key: &str, old: &Shape, new: &Shape) -> Result<(), Fault> {
    let said = new.words.concat();
    if let Some(hidden) = said.chars().find(|c| is_hidden(*c)) {
        return Err(("wording-hidden", Some(("character", format!("U+{:04X}", u32::from(hidden))))));
    }
    if said.trim().is_empty() && new.shown.is_empty() && new.references.is_empty() {
        return Err(("required", None));
    }
    let before = old.words.concat();
    if said.chars().any(|c| matches!(c, '<' | '>') && !before.contains(c))
        || (has_entity(&said) && !has_entity(&before))
    {
        return Err(("wording-html", None));
    }
    if said.contains('\n') && !has_lines(key) {
        return Err(("wording-one-line", None));
    }
    let foreign = |rest: &str| rest.split_once(')').is_none_or(|(path, _)| !prose::is_ours(path));
    let may_link = is_prose(key) || before.contains("](");
    if said.split("](").skip(1).any(|rest| !may_link || foreign(rest)) {
        return Err(("wording-link", None));
    }
    if addresses(&new.words).difference(&addresses(&old.words)).next().is_some() {
        return Err((if is_sms(key) { "wording-sms-link" } else { "wording-link" }, None));
    }
    let parts = |words: &str| words.matches('|').count();
    if parts(&before) > 0 && parts(&before) != parts(&said) {
        return Err(("wording-parts", Some(("n", parts(&before).saturating_add(1).to_string()))));
    }
    Ok(())
}

/// What programs for mail and SMS make links of: addresses with a scheme, of mailboxes, and bare names of hosts.
fn addresses(words: &[String]) -> BTreeSet<String> {
    let is_host = |word: &str| {
        let host = word.split(['/', '?', '#', ':']).next().unwrap_or_default().trim_end_matches('.');
        host.rsplit_once('.').is_some_and(|(name, top)| {
            name.chars().next_back().is_some_and(char::is_alphanumeric)
                && top.chars().count() > 1
                && top.chars().all(char::is_alphabetic)
        })
    };
    let is_between = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>' | '«' | '»' | '"' | ',');
    let is_edge = |c: char| !c.is_alphanumeric() && c != '/';
    let words = words.join(" ").to_lowercase();
    let words = words.split(is_between).map(|word| word.trim_matches(is_edge));
    words.filter(|word| word.contains("://") || word.contains('@') || is_host(word)).map(str::to_owned).collect()
}

/// Whether a text has something like `&nbsp;`.
fn has_entity(text: &str) -> bool {
    text.split('&').skip(1).any(|rest| {
        let name = rest.split(';').next().unwrap_or_default();
        name.len() < rest.len()
            && !name.is_empty()
            && name.len() < 12
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#')
    })
}

/// Whether the built-in text has several lines in any language.
pub(super) fn has_lines(key: &str) -> bool {
    let in_language = |locale| {
        let pattern = patterns(locale).get(key);
        pattern.is_some_and(|pattern| Shape::of(pattern).words.iter().any(|word| word.contains('\n')))
    };
    Locale::ALL.into_iter().any(in_language)
}

/// Whether a text has headings, lists and links: articles and the pages about the portal (see [`crate::prose`]).
pub(super) fn is_prose(key: &str) -> bool {
    (key.starts_with("help-") || key.starts_with("about-")) && key.ends_with("-body")
}

/// Whether this is the text of an SMS, and not a label that speaks of one.
pub(super) fn is_sms(key: &str) -> bool {
    key.starts_with("message-") && key.ends_with("-sms")
}

/// Whether this is a text of a letter or a form on paper.
fn is_printed(key: &str) -> bool {
    key.starts_with("letter-print-") || key.starts_with("clerk-form-")
}

/// What can be printed: only characters that the font surely has. One that it has not would stop every letter.
fn printed(new: &Shape) -> Result<(), Fault> {
    let has = |c: char| match c {
        '\n' | ' '..='~' | '\u{a0}' | '\u{202f}' | 'А'..='я' | 'Ё' | 'ё' | '\u{c0}'..='\u{ff}' => true,
        _ => "Œœ«»“”„’–—…№".contains(c),
    };
    let said = new.words.concat();
    let outside: BTreeSet<char> = said.chars().filter(|c| !has(*c)).collect();
    if outside.is_empty() {
        return Ok(());
    }
    let outside: Vec<_> = outside.iter().map(char::to_string).collect();
    Err(("wording-print-character", Some(("characters", outside.join(" ")))))
}

/// What can be sent: in the alphabet of the language's SMS, without an address, and not longer than R221 allows with the
/// longest values.
fn sms(key: &str, locale: Locale, pattern: &Pattern<&str>, new: &Shape) -> Result<(), Fault> {
    let said = new.words.concat();
    let is_latin = locale != Locale::Ru;
    let outside: BTreeSet<char> = said.chars().filter(|c| is_latin && gsm_septets(*c).is_none()).collect();
    if !outside.is_empty() {
        let outside: Vec<_> = outside.iter().map(char::to_string).collect();
        return Err(("wording-sms-alphabet", Some(("characters", outside.join(" ")))));
    }
    let most = message::sms_limit(locale, key.trim_start_matches("message-").trim_end_matches("-sms"));
    let length: fn(&str) -> usize = if is_latin { gsm_length } else { utf16_length };
    let longest = longest(pattern, locale, length, 0);
    if longest > most {
        let over = longest.saturating_sub(most);
        return Err(("wording-sms-long", Some(("over", over.to_string()))));
    }
    Ok(())
}

fn gsm_length(text: &str) -> usize {
    text.chars().map(|c| gsm_septets(c).unwrap_or(1)).sum()
}

fn utf16_length(text: &str) -> usize {
    text.encode_utf16().count()
}

fn char_length(text: &str) -> usize {
    text.chars().count()
}

/// The length of a text with the longest variants and the longest values.
fn longest(pattern: &Pattern<&str>, locale: Locale, length: fn(&str) -> usize, depth: u8) -> usize {
    shape::longest(pattern, &|piece| match piece {
        shape::Piece::Words(words) => length(words),
        shape::Piece::Value(name) => message::longest(name),
        shape::Piece::Text(key) if depth < 8 => {
            let found = patterns(locale).get(key);
            found.map_or(0, |pattern| longest(pattern, locale, length, depth.saturating_add(1)))
        }
        shape::Piece::Text(_) => 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(key: &str, locale: Locale, text: &str) -> &'static str {
        match fit(key, locale, text) {
            Ok(Some(_)) => "fits",
            Ok(None) => "same",
            Err(fault) => {
                assert_eq!(fault.field, field(locale));
                fault.code
            }
        }
    }

    /// R32: every built-in text satisfies what is asked of one in its place, and is known as the same when typed.
    #[test]
    fn every_built_in_text_fits_its_own_place() {
        let mut odd = Vec::new();
        for locale in Locale::ALL {
            for (key, pattern) in patterns(locale).iter().filter(|(key, _)| !key.starts_with('-')) {
                let typed = source(pattern);
                let tidied = okno_domain::wording::tidy(&typed);
                if typed != tidied || okno_domain::wording::faults(locale, &typed).is_some() {
                    odd.push(format!("{locale} {key}: not tidy"));
                }
                match fit(key, locale, &typed) {
                    Ok(None) => {}
                    other => odd.push(format!("{locale} {key}: {other:?}")),
                }
            }
        }
        assert!(odd.is_empty(), "{}", odd.join("\n"));
    }

    #[test]
    fn only_one_text_is_taken() {
        for text in ["a { $n", "} a", "{ }", "[one] a", "*[other] b", "{ $n -> [one] a }"] {
            assert_eq!(code("unit-seconds", Locale::En, text), "wording-syntax", "{text}");
        }
        assert_eq!(code("action-edit", Locale::En, "Alter\n.title = x"), "wording-attribute");
        assert_eq!(code("action-edit", Locale::En, "Alter\n\nother = Other"), "wording-one-line");
        assert_eq!(code("action-edit", Locale::En, &"{".repeat(3000)), "wording-syntax");
        assert_eq!(
            code("action-edit", Locale::En, &format!("{}a{}", "{ \"a\" ".repeat(20), "}".repeat(20))),
            "wording-syntax"
        );
        assert_eq!(code("no-such-key", Locale::En, "x"), "wording-unknown");
        assert_eq!(code("-message-system", Locale::En, "x"), "wording-unknown");
        assert_eq!(code("action-edit", Locale::En, "{ \"\" }"), "required");
        assert_eq!(code("action-edit", Locale::En, "# Alter"), "fits");
        let faulty = fit("unit-seconds", Locale::En, "{ $n ->\n    [one] a\n   *[other] b").unwrap_err();
        assert_eq!(faulty.args[0].0, "line");
    }

    #[test]
    fn what_is_printed_has_letters_of_the_font() {
        let key = "letter-print-code";
        assert_eq!(code(key, Locale::Fr, "Votre code\u{a0}: « œuvre »"), "fits");
        for text in ["→ Code", "Code 🙂", "コード"] {
            assert_eq!(code(key, Locale::En, text), "wording-print-character", "{text}");
        }
    }

    /// Neither a mail nor an SMS leads elsewhere, however the address is written.
    #[test]
    fn addresses_are_those_of_the_built_in_text() {
        for text in
            ["Go to evil.example/x", "https://evil.example", "a@evil.example", "(evil.example)", "evil.example."]
        {
            assert_eq!(code("login-title", Locale::En, text), "wording-link", "{text}");
        }
        for text in ["Log in. Now", "At 10.30", "A/B", "e. g. this"] {
            assert_eq!(code("login-title", Locale::En, text), "fits", "{text}");
        }
    }

    /// The values of a text are those of the built-in one: none more, none less, in every variant.
    #[test]
    fn the_values_stay() {
        let key = "message-registration_code-sms";
        assert_eq!(code(key, Locale::En, "Code { $code }, { $minutes } min"), "fits");
        assert_eq!(code(key, Locale::En, "Code { $code }"), "wording-value-missing");
        assert_eq!(code(key, Locale::En, "Code { $code } { $minutes } { $link }"), "wording-value-unknown");
        assert_eq!(code(key, Locale::En, "Code { $code } { $minutes } { action-edit }"), "wording-value-unknown");
        assert_eq!(code(key, Locale::En, "Code { $code } { NUMBER($minutes) }"), "wording-value-unknown");
        let hidden = "Code { $minutes ->\n    [one] { $code }\n   *[other] no code\n} { $minutes }";
        assert_eq!(code(key, Locale::En, hidden), "wording-value-missing");
        // A plural may be added and left out.
        assert_eq!(
            code(key, Locale::En, "{ $code } { $minutes ->\n    [one] a\n   *[other] b\n} { $minutes }"),
            "fits"
        );
        assert_eq!(code("unit-seconds", Locale::En, "{ $n } s"), "fits");
        assert_eq!(
            code("unit-seconds", Locale::En, "{ $n ->\n    [fwe] { $n } s\n   *[other] { $n } s\n}"),
            "wording-variant"
        );
        // Any other case that is told apart stays.
        assert_eq!(
            code("message-level", Locale::En, "{ $level ->\n    [standard] S\n   *[confirmed] C\n}"),
            "wording-variant"
        );
    }

    #[test]
    fn the_kind_stays() {
        for html in ["<b>Alter</b>", "a < b", "Alter&nbsp;it", "{ \"<\" }b>", "&#60;"] {
            assert_eq!(code("action-edit", Locale::En, html), "wording-html", "{html}");
        }
        assert_eq!(code("action-edit", Locale::En, "Q&A; and more"), "wording-html");
        assert_eq!(code("action-edit", Locale::En, "Q & A"), "fits");
        assert_eq!(code("action-edit", Locale::En, "Alter\nit"), "wording-one-line");
        assert_eq!(code("action-edit", Locale::En, "[it](/help)"), "wording-syntax");
        assert_eq!(code("action-edit", Locale::En, "Do [it](/help)"), "wording-link");
        assert_eq!(code("action-edit", Locale::En, "Al{ \"\\u202E\" }ter"), "wording-hidden");
        assert_eq!(code("about-support-body", Locale::En, "Ask [us](/support).\n\n## Head\n- a"), "fits");
        assert_eq!(code("about-support-body", Locale::En, "Ask [us](https://elsewhere.example)"), "wording-link");
        assert_eq!(code("password-bands", Locale::En, "a|b|c|d|e"), "fits");
        assert_eq!(code("password-bands", Locale::En, "a|b|c|d"), "wording-parts");
    }

    /// R221: what is sent as an SMS stays short and in its alphabet, whatever its values are.
    #[test]
    fn an_sms_stays_short() {
        let key = "message-registration_code-sms";
        let text = |pad: usize| format!("{{ $code }} {{ $minutes }}{}", "x".repeat(pad));
        // Six digits, a space and two digits.
        assert_eq!(code(key, Locale::Ru, &text(61)), "fits");
        assert_eq!(code(key, Locale::Ru, &text(62)), "wording-sms-long");
        assert_eq!(code(key, Locale::En, &text(150)), "fits");
        assert_eq!(code(key, Locale::En, &text(151)), "wording-sms-long");
        assert_eq!(code(key, Locale::Fr, "{ $code } prêt { $minutes }"), "wording-sms-alphabet");
        assert_eq!(code(key, Locale::Fr, "{ $code } été { $minutes }"), "fits");
        assert_eq!(code(key, Locale::En, "{ $code } { $minutes } https://okno.example"), "wording-sms-link");
        assert_eq!(code("message-totp_set-subject", Locale::En, &"x".repeat(71)), "wording-long");
    }

    /// The spaces of French are set as the build sets them; in an SMS there are none of that kind.
    #[test]
    fn french_marks_are_set() {
        let kept = fit("action-edit", Locale::Fr, "Vraiment ? « Oui » !").unwrap();
        assert_eq!(kept.as_deref(), Some("Vraiment\u{a0}? «\u{a0}Oui\u{a0}»\u{a0}!"));
        let kept =
            fit("message-registration_code-sms", Locale::Fr, "Code\u{a0}: { $code } ({ $minutes } min)").unwrap();
        assert_eq!(kept.as_deref(), Some("Code : { $code } ({ $minutes } min)"));
        assert_eq!(code("action-edit", Locale::Ru, "Да ?"), "fits");
    }
}
