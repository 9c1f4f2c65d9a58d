//! Reading what a form sends: its bytes, their limits, and the names and values in them.
//!
//! Pure, so that it can be fuzzed; the extractor around it is in `checked`.

use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;

use super::answer::Fault;

/// The longest form we take: the largest page of ours sends a tenth of it.
pub const MOST_BYTES: usize = 64 * 1024;
/// The most fields we take.
pub const MOST_FIELDS: usize = 200;
/// Fields that are never written back into a page.
const SECRETS: [&str; 16] = [
    "password",
    "password_repeat",
    "present_password",
    "new_password",
    "candidate",
    "code",
    "email_code",
    "confirmation_code",
    "answer",
    "security_answer",
    "alarm_ending",
    "state",
    "recovery_code",
    "credential",
    // Public ones; but people paste the wrong half.
    "keys",
    super::csrf::FIELD,
];

/// The names and values of a form, in the order in which they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs(Vec<(String, String)>);

impl Pairs {
    /// Decodes `application/x-www-form-urlencoded`. Refuses what is not UTF-8, a NUL and too many fields; other control
    /// characters are dropped and line ends become `\n`.
    pub fn parse(body: &[u8]) -> Result<Self, Fault> {
        let text = std::str::from_utf8(body).map_err(|_| Fault::Malformed("the form is not UTF-8"))?;
        let mut pairs = Vec::new();
        for part in text.split('&').filter(|part| !part.is_empty()) {
            if pairs.len() == MOST_FIELDS {
                return Err(Fault::Malformed("the form has too many fields"));
            }
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            pairs.push((decode(name)?, decode(value)?));
        }
        Ok(Self(pairs))
    }

    /// The texts of a form that came in parts, held to the same rules.
    pub fn of_texts(texts: impl IntoIterator<Item = (String, String)>) -> Result<Self, Fault> {
        let mut pairs = Vec::new();
        for (name, value) in texts {
            if pairs.len() == MOST_FIELDS {
                return Err(Fault::Malformed("the form has too many fields"));
            }
            pairs.push((clean(&name)?, clean(&value)?));
        }
        Ok(Self(pairs))
    }

    /// The first value with this name.
    pub fn first(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// Every value with this name, as check boxes send them.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(seen, _)| seen == name).map(|(_, value)| value.as_str())
    }

    /// What may be written into a page to be sent again: all but secrets.
    pub fn repeatable(&self) -> impl Iterator<Item = (&str, &str)> {
        let harmless = self.0.iter().filter(|(name, _)| !SECRETS.contains(&name.as_str()));
        harmless.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The form as a struct: unknown names are passed over, of several values with one name the last one counts.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        let last = |index: usize, name: &str| !self.0.iter().skip(index + 1).any(|(later, _)| later == name);
        let single = self.0.iter().enumerate().filter(|(index, (name, _))| last(*index, name)).map(|(_, pair)| pair);
        let text = serde_urlencoded::to_string(single.collect::<Vec<_>>())
            .map_err(|_| Fault::Malformed("the form cannot be read"))?;
        serde_urlencoded::from_str(&text).map_err(|_| Fault::Malformed("the form lacks a field or has a wrong value"))
    }
}

fn decode(text: &str) -> Result<String, Fault> {
    let spaced = text.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8().map_err(|_| Fault::Malformed("the form is not UTF-8"))?;
    clean(&decoded)
}

fn clean(text: &str) -> Result<String, Fault> {
    if text.contains('\0') {
        return Err(Fault::Malformed("the form has a NUL character"));
    }
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    Ok(lines.chars().filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t')).collect())
}

/// Whether the header names the one media type that our forms have.
pub fn is_form(content_type: Option<&str>) -> bool {
    let essence = content_type.and_then(|text| text.split(';').next()).unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

#[cfg(test)]
mod tests {
    use super::*;
    use okno_domain::secret::Secret;
    use serde::Deserialize;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Sample {
        family_name: String,
        password: Secret,
        age: Option<u8>,
    }

    fn read(body: &str) -> Result<Sample, Fault> {
        Pairs::parse(body.as_bytes())?.read()
    }

    #[test]
    fn a_form_becomes_a_struct() {
        let form = read("family_name=%D0%98%D0%B2%D0%B0%D0%BD+O%27Hara&unknown=1&password=a%2Bb&family_name=").unwrap();
        assert_eq!(form.family_name, "");
        assert_eq!(form.password.expose(), "a+b");
        assert_eq!(read("").unwrap(), Sample::default());
        assert!(matches!(read("age=x"), Err(Fault::Malformed(_))));
    }

    #[test]
    fn control_characters_do_not_get_in() {
        assert!(matches!(read("family_name=a%00b"), Err(Fault::Malformed(_))));
        assert!(matches!(read("family_name=%ff"), Err(Fault::Malformed(_))));
        assert!(matches!(Pairs::parse(b"a=\xff"), Err(Fault::Malformed(_))));
        let pairs = Pairs::parse(b"a=x%0D%0Ay%1B%7F%C2%85%09z").unwrap();
        assert_eq!(pairs.first("a"), Some("x\ny\tz"));
    }

    #[test]
    fn the_number_of_fields_is_bounded() {
        let body = "a=1&".repeat(MOST_FIELDS);
        assert!(Pairs::parse(body.as_bytes()).is_ok());
        assert!(matches!(Pairs::parse(format!("{body}b=1").as_bytes()), Err(Fault::Malformed(_))));
    }

    #[test]
    fn secrets_are_not_repeated() {
        let pairs = Pairs::parse(b"family_name=A&password=p&code=1&csrf=t&service=1&service=2").unwrap();
        let names: Vec<_> = pairs.repeatable().collect();
        assert_eq!(names, [("family_name", "A"), ("service", "1"), ("service", "2")]);
        assert_eq!(pairs.all("service").collect::<Vec<_>>(), ["1", "2"]);
    }

    /// Every field of a form that is read as a secret is listed, wherever the form is. The token of a link is the one
    /// exception: without it there would be nothing to send again.
    #[test]
    fn every_secret_field_is_listed() {
        fn files(folder: &std::path::Path, all: &mut Vec<std::path::PathBuf>) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { files(&path, all) } else { all.push(path) }
            }
        }
        let mut all = Vec::new();
        files(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
        let mut seen = 0;
        for path in all {
            let text = std::fs::read_to_string(&path).unwrap();
            let fields = text.lines().filter_map(|line| line.trim().strip_suffix(": Secret,"));
            for field in fields.map(|field| field.rsplit(' ').next().unwrap()) {
                seen += 1;
                assert!(field == "token" || SECRETS.contains(&field), "{field} in {}", path.display());
            }
        }
        assert!(seen > 10, "{seen}");
    }

    #[test]
    fn only_one_media_type_is_a_form() {
        assert!(is_form(Some("application/x-www-form-urlencoded")));
        assert!(is_form(Some("Application/X-WWW-Form-Urlencoded; charset=UTF-8")));
        for other in
            [None, Some(""), Some("text/plain"), Some("multipart/form-data; boundary=x"), Some("application/json")]
        {
            assert!(!is_form(other), "{other:?}");
        }
    }
}
