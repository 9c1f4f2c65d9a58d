//! `okno admin operators`: who works at the operators' workplace, and where (R135).

use std::{fs, path::PathBuf, sync::Arc, time::Duration};

use clap::Subcommand;
use okno_app::{
    App, Client, Cx, Error,
    operator::{
        admin::{self, FirstPassword, NewOperator},
        audit::INSTALLATION,
    },
    service_center,
};
use okno_domain::{
    credential::totp,
    identifier::snils::Snils,
    locale::Locale,
    operator::{LoginName, OperatorStatus, Role},
    secret::Secret,
};
use serde::Deserialize;

use crate::{
    Outcome,
    cli::{self, Source},
    exit::Failure,
    serve, system, wiring,
};

/// What to do with operators.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make the operators of a TOML file, and print for each the link to choose a password by. Those who are there already
    /// stay as they are. See docs/operators.md.
    Import {
        /// The file.
        file: PathBuf,
    },
    /// List them: login name, role, state, centers, and whether a second factor is set up.
    List,
    /// Let an operator in no longer; all sessions end.
    Disable {
        /// The login name.
        login_name: String,
    },
    /// Let an operator in again.
    Enable {
        /// The login name.
        login_name: String,
    },
    /// Take the second factor away from one who lost it; the next sign-in sets up another one.
    ResetSecondFactor {
        /// The login name.
        login_name: String,
    },
    /// Print a new link to choose a password by, for one who forgot it.
    Invite {
        /// The login name.
        login_name: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    operator: Vec<Entry>,
}

/// An operator in a file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    login_name: String,
    name: String,
    role: Role,
    /// The centers, by their names in files of centers.
    #[serde(default)]
    centers: Vec<String>,
    snils: Option<String>,
    /// For demonstrations and tests only: people choose their passwords by the link.
    password: Option<Secret>,
    #[serde(default)]
    alarm_ending: Secret,
    totp_key: Option<Secret>,
}

pub(super) fn run(command: &Command, source: &Source) -> Outcome {
    let config = cli::load(source)?;
    serve::runtime(1)?.block_on(async {
        let store = wiring::store(&config, Duration::ZERO).await?;
        wiring::schema(&config, &store).await?;
        let app = wiring::app(&config, store).await?;
        let cx = cx(&app);
        match command {
            Command::Import { file } => import(&cx, file).await,
            Command::List => list(&cx).await,
            Command::Disable { login_name } => {
                Ok(admin::set_status(&cx, INSTALLATION, &named(login_name)?, OperatorStatus::Disabled).await?)
            }
            Command::Enable { login_name } => {
                Ok(admin::set_status(&cx, INSTALLATION, &named(login_name)?, OperatorStatus::Active).await?)
            }
            Command::ResetSecondFactor { login_name } => {
                Ok(admin::reset_second_factor(&cx, INSTALLATION, &named(login_name)?).await?)
            }
            Command::Invite { login_name } => {
                let link = admin::invite_again(&cx, INSTALLATION, &named(login_name)?).await?;
                system::print(&link.expose())
            }
        }
    })
}

fn cx(app: &Arc<App>) -> Cx {
    Cx::begin(app, Locale::default(), Client { request_id: "admin".to_owned(), ..Client::default() })
}

fn wrong(reason: impl std::fmt::Display) -> Failure {
    Failure::Config(vec![reason.to_string()])
}

fn named(login_name: &str) -> Result<LoginName, Failure> {
    LoginName::parse(login_name).map_err(|refusal| wrong(format!("{login_name}: {refusal}")))
}

async fn import(cx: &Cx, path: &PathBuf) -> Outcome {
    let text = fs::read_to_string(path).map_err(|error| wrong(format!("{}: {error}", path.display())))?;
    let file: File =
        toml::from_str(&text).map_err(|error| wrong(format!("{}: {}", path.display(), error.message())))?;
    for entry in file.operator {
        let login_name = named(&entry.login_name)?;
        let (new, first) = operator(cx, login_name.clone(), entry).await?;
        match admin::add(cx, INSTALLATION, &new, &first).await {
            Ok((_, Some(link))) => system::print(&format!("{login_name}\t{}", link.expose()))?,
            Ok((_, None)) => system::print(&format!("{login_name}\tadded"))?,
            Err(Error::Refused(refusal)) if refusal.code == "operator-name-taken" => {
                system::print(&format!("{login_name}\tkept"))?;
            }
            Err(Error::Fields(faults)) => {
                let faults: Vec<_> = faults.iter().map(|fault| format!("{} {}", fault.field, fault.code)).collect();
                return Err(wrong(format!("{login_name}: {}", faults.join(", "))));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// What is to be made of an entry. The organization is that of the centers.
async fn operator(cx: &Cx, login_name: LoginName, entry: Entry) -> Result<(NewOperator, FirstPassword), Failure> {
    let (mut centers, mut organization) = (Vec::new(), None);
    for external_id in &entry.centers {
        let id = service_center::center_id(external_id);
        let center = match service_center::get(cx, id).await {
            Ok(center) => center,
            Err(Error::NotFound) => return Err(wrong(format!("{login_name}: there is no center {external_id}"))),
            Err(error) => return Err(error.into()),
        };
        if organization.is_some_and(|organization| organization != center.organization) {
            return Err(wrong(format!("{login_name}: the centers belong to several organizations")));
        }
        organization = Some(center.organization);
        centers.push(id);
    }
    let snils = entry.snils.as_deref().map(Snils::parse).transpose();
    let snils = snils.map_err(|refusal| wrong(format!("{login_name}: {refusal}")))?;
    let key = |text: &Secret| {
        let key = totp::from_base32(text.expose()).map(|key| key.to_vec());
        key.ok_or_else(|| wrong(format!("{login_name}: the key of the application is not Base32")))
    };
    let first = match entry.password {
        None => FirstPassword::Link,
        Some(password) => FirstPassword::Given {
            password,
            ending: entry.alarm_ending.clone(),
            totp: entry.totp_key.as_ref().map(key).transpose()?,
        },
    };
    let new = NewOperator { login_name, name: entry.name, role: entry.role, organization, centers, snils };
    Ok((new, first))
}

async fn list(cx: &Cx) -> Outcome {
    let mut after = None;
    loop {
        let page = admin::list(cx, after).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = Some(last.id);
        for listed in &page {
            let centers: Vec<_> = listed.centers.iter().map(ToString::to_string).collect();
            let factor = if listed.second_factor_since.is_some() { "second factor" } else { "no second factor" };
            let (role, status) = (listed.role.name(), listed.status.name());
            system::print(&format!("{}\t{role}\t{status}\t{factor}\t{}", listed.login_name, centers.join(" ")))?;
        }
    }
}
