//! Reading the configuration and finding everything that is wrong with it, not just the first thing.

use std::path::{Path, PathBuf};

use figment::{
    Error, Figment,
    error::Kind,
    providers::{Env, Format as _, Serialized, Toml},
    value::{Dict, Value},
};

use super::Config;
use crate::system;

/// More faults than this are not read by anybody.
const MOST_FAULTS: usize = 100;

/// The configuration from this file (or the usual one) and the environment; or all its faults.
pub(crate) fn load(path: Option<&Path>) -> Result<Config, Vec<String>> {
    read(merged(path)?)
}

/// File and environment as one tree.
pub(super) fn merged(path: Option<&Path>) -> Result<Dict, Vec<String>> {
    let figment = sources(path)?.merge(Env::prefixed("OKNO_").ignore(&["CONFIG"]).split("__"));
    figment.extract::<Dict>().map_err(|error| error.into_iter().map(|error| told(&error)).collect())
}

fn sources(path: Option<&Path>) -> Result<Figment, Vec<String>> {
    let usual = || Some(PathBuf::from("okno.toml")).filter(|path| path.exists());
    let Some(path) = path.map(Path::to_path_buf).or_else(system::config_from_environment).or_else(usual) else {
        return Ok(Figment::new());
    };
    let text = std::fs::read_to_string(&path)
        .map_err(|error| vec![format!("the file {} cannot be read: {error}", path.display())])?;
    Ok(Figment::from(Toml::string(&text)))
}

/// Takes out what is wrong piece by piece, until the rest is right, and tells all pieces.
pub(super) fn read(mut tree: Dict) -> Result<Config, Vec<String>> {
    let mut faults = Vec::new();
    loop {
        let config = match Figment::from(Serialized::defaults(&tree)).extract::<Config>() {
            Ok(config) => config,
            Err(error) => {
                let mut removed = false;
                for error in error {
                    removed |= remove(&mut tree, &place(&error));
                    faults.push(told(&error));
                }
                if removed && faults.len() < MOST_FAULTS {
                    continue;
                }
                return Err(faults);
            }
        };
        faults.extend(config.faults());
        return if faults.is_empty() { Ok(config) } else { Err(faults) };
    }
}

/// Where the fault lies. An unknown key is named in the kind, not in the path.
fn place(error: &Error) -> Vec<String> {
    let mut path = error.path.clone();
    if let Kind::UnknownField(name, _) = &error.kind
        && path.last() != Some(name)
    {
        path.push(name.clone());
    }
    path
}

fn remove(tree: &mut Dict, path: &[String]) -> bool {
    match path {
        [] => false,
        [last] => tree.remove(last).is_some(),
        [first, rest @ ..] => {
            let inner = match tree.get_mut(first) {
                Some(Value::Dict(_, inner)) => remove(inner, rest),
                _ => false,
            };
            // What lies inside a list, or has no value of its own, goes with what it lies in.
            inner || tree.remove(first).is_some()
        }
    }
}

/// The fault in words. Values are left out: they may be secrets.
fn told(error: &Error) -> String {
    let place = place(error).join(".");
    let reason = match &error.kind {
        Kind::UnknownField(_, []) => "there is no such setting".to_owned(),
        Kind::UnknownField(_, known) => format!("there is no such setting; there are {}", known.join(", ")),
        Kind::MissingField(name) => format!("`{name}` is missing"),
        Kind::InvalidType(_, expected) => format!("has the wrong type; expected {expected}"),
        Kind::InvalidValue(_, expected) => format!("has a wrong value; expected {expected}"),
        Kind::InvalidLength(_, expected) => format!("has the wrong length; expected {expected}"),
        Kind::UnknownVariant(_, known) => format!("must be one of {}", known.join(", ")),
        Kind::Message(message) => message.lines().next().unwrap_or_default().to_owned(),
        other => other.to_string(),
    };
    if place.is_empty() { reason } else { format!("{place}: {reason}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(text: &str) -> Result<Config, Vec<String>> {
        read(Figment::from(Toml::string(text)).extract::<Dict>().unwrap())
    }

    /// Decision 20: an empty file is a configuration: SQLite, and the defaults of portal-requirements 1.4.
    #[test]
    fn nothing_is_needed() {
        let config = from("").unwrap();
        assert!(config.migrates_on_start());
        assert_eq!(config.otp.ttl_seconds, 300);
        assert_eq!(config.session.idle_minutes, 30);
    }

    /// Decision 21: what the demonstration and the browser journeys run with is a configuration.
    #[test]
    fn the_demonstration_is_configured_well() {
        let text = include_str!("../../../../xtask/stack/okno.toml").replace("{database}", "sqlite::memory:");
        let text = text.replace("{management}", "8090");
        let numbered =
            ["port", "pension_fund", "interior_ministry", "smpp", "smtp", "blue_bridge", "rowan", "carrier", "clamd"]
                .iter()
                .fold(text, |text, name| text.replace(&format!("{{{name}}}"), "8080"));
        let config = from(&numbered).unwrap();
        assert!(
            config.gateways.banks.len() == 2
                && config.gateways.mail.is_some()
                && config.gateways.sms.is_some()
                && config.gateways.registries.is_some()
                && config.gateways.carrier.is_some()
                && config.gateways.antivirus.is_some()
        );
    }

    /// Decision 20: everything wrong is told at once, with the names of the settings.
    #[test]
    fn all_faults_are_told_at_once() {
        let faults = from(
            "misspelt = 1
             public_url = \"ftp://x\"
             [server]
             listen = \"nowhere\"
             lisen = 1
             [otp]
             ttl_seconds = \"long\"
             length = 99
             [web]
             trusted_proxies = [\"10.0.0.0/64\"]
             concurrent_requests = 0
             [log]
             format = \"xml\"
             [database]
             url = \"mysql://u:p@h/d\"",
        )
        .unwrap_err();
        for name in [
            "misspelt: there is no such",
            "server.listen: ",
            "server.lisen: there is no such",
            "public_url: ",
            "otp.ttl_seconds: has the wrong type",
            "otp.length: ",
            "web.trusted_proxies",
            "web.concurrent_requests: ",
            "log.format: must be one of",
            "database.url: ",
        ] {
            assert!(faults.iter().any(|fault| fault.starts_with(name)), "{name} in {faults:#?}");
        }
    }

    #[test]
    fn secrets_are_not_told() {
        let faults = from("[database]\nurl = 471108154711\npassword_file = 815815815").unwrap_err().join("\n");
        assert!(faults.contains("database.url") && faults.contains("database.password_file"));
        assert!(!faults.contains("471108154711") && !faults.contains("815815815"));
    }

    /// Decision 11: nobody weakens password hashing by configuration.
    #[test]
    fn hashing_is_not_weakened() {
        assert!(from("[hashing]\nmemory_kib = 1024").unwrap_err()[0].starts_with("hashing: "));
    }

    #[test]
    fn the_schema_of_postgres_is_left_alone() {
        let config = from("[database]\nurl = \"postgres://h/d\"").unwrap();
        assert!(!config.migrates_on_start());
        let config = from("[database]\nurl = \"postgres://h/d\"\n[schema]\nmigrate_on_start = true").unwrap();
        assert!(config.migrates_on_start());
    }

    #[test]
    fn a_file_that_is_not_there_is_told() {
        assert!(load(Some(Path::new("/nowhere/okno.toml"))).unwrap_err()[0].contains("/nowhere/okno.toml"));
    }
}
