//! `okno admin sites`: sites and programs that people sign in to (R213 to R215).

use std::{fs, path::PathBuf, time::Duration};

use clap::Subcommand;
use okno_app::{
    Client, Cx,
    relying_party::{self, Installed, SiteFile},
};
use okno_domain::{locale::Locale, relying_party::SiteState};

use crate::{
    Outcome,
    cli::{self, Source},
    exit::Failure,
    serve, system, wiring,
};

/// What to do with sites.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Enter the sites of JSON files, or bring them to what the files say. See docs/protocols/openid-connect.md.
    Add {
        /// The files; each holds a site or a list of them.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// List them: name, state, stage, profile.
    List {
        /// At most this many.
        #[arg(long, default_value_t = 1000)]
        most: u16,
    },
    /// Answer a site no longer; what it was given is worth nothing meanwhile.
    Disable {
        /// Its name in the protocol.
        client_id: String,
    },
    /// Answer it again.
    Enable {
        /// Its name in the protocol.
        client_id: String,
    },
}

pub(super) fn run(command: &Command, source: &Source) -> Outcome {
    let config = cli::load(source)?;
    serve::runtime(1)?.block_on(async {
        let store = wiring::store(&config, Duration::ZERO).await?;
        wiring::schema(&config, &store).await?;
        let app = wiring::app(&config, store).await?;
        let client = Client { request_id: "admin".to_owned(), ..Client::default() };
        let cx = Cx::begin(&app, Locale::default(), client);
        match command {
            Command::Add { files } => {
                for file in files {
                    add(&cx, file).await?;
                }
                Ok(())
            }
            Command::List { most } => list(&cx, *most).await,
            Command::Disable { client_id } => Ok(relying_party::switch(&cx, client_id, SiteState::Disabled).await?),
            Command::Enable { client_id } => Ok(relying_party::switch(&cx, client_id, SiteState::Active).await?),
        }
    })
}

async fn add(cx: &Cx, file: &PathBuf) -> Outcome {
    let wrong = |error: &dyn std::fmt::Display| Failure::Config(vec![format!("{}: {error}", file.display())]);
    let bytes = fs::read(file).map_err(|error| wrong(&error))?;
    // Looked at first, so that a fault is told of the member in which it is.
    let is_list = bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[');
    let sites: Vec<SiteFile> = if is_list {
        serde_json::from_slice(&bytes).map_err(|error| wrong(&error))?
    } else {
        vec![serde_json::from_slice(&bytes).map_err(|error| wrong(&error))?]
    };
    for site in sites {
        match relying_party::install(cx, &site).await? {
            Ok(Installed::Added) => system::print(&format!("{} added", site.client_id))?,
            Ok(Installed::Changed) => system::print(&format!("{} changed", site.client_id))?,
            Err(faults) => return Err(wrong(&format!("{}: {}", site.client_id, faults.join("; ")))),
        }
    }
    Ok(())
}

async fn list(cx: &Cx, most: u16) -> Outcome {
    for row in relying_party::list(cx, i64::from(most)).await? {
        system::print(&format!("{} {} {} {}", row.client_id, row.state.name(), row.stage.name(), row.profile))?;
    }
    Ok(())
}
