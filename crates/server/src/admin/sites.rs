//! `okno admin sites`: sites and programs that people sign in to (R213 to R215).

use std::{fs, path::PathBuf, time::Duration};

use clap::Subcommand;
use okno_app::{
    Client, Cx,
    relying_party::{self, Installed, NewInvitation, Site, SiteFile},
    site_session,
};
use okno_domain::{
    locale::Locale,
    relying_party::{SiteInvitationId, SiteState, Stage},
};

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
    /// List the ends of sessions of which a site was to be told, the newest first: since when, state, reason, attempts, when that was
    /// settled, the last fault. Nothing says whose they were.
    Logouts {
        /// Its name in the protocol.
        client_id: String,
        /// At most this many.
        #[arg(long, default_value_t = 100)]
        most: u16,
    },
    /// Make a token with which somebody registers sites, and print it, once.
    Invite {
        /// For whom; shown in the list.
        made_for: String,
        /// For how many days it holds.
        #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=366))]
        days: u32,
        /// How many sites may be registered with it.
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1000))]
        uses: u16,
        /// What the sites are then: `test`, of which people are warned, or `production`.
        #[arg(long, default_value = "test", value_parser = stage)]
        stage: Stage,
    },
    /// List the tokens: id, state, stage, sites that may be registered still, end, for whom.
    Invitations {
        /// At most this many.
        #[arg(long, default_value_t = 1000)]
        most: u16,
    },
    /// Take such a token back. What was registered with it stays.
    Revoke {
        /// Its id, from the list.
        id: SiteInvitationId,
    },
}

fn stage(text: &str) -> Result<Stage, String> {
    Stage::from_name(text).ok_or_else(|| "test or production".to_owned())
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
            Command::Logouts { client_id, most } => logouts(&cx, client_id, *most).await,
            Command::Invite { made_for, days, uses, stage } => {
                let lasts = okno_app::settings::days(*days);
                let new = NewInvitation { made_for, stage: *stage, uses: *uses, lasts };
                let (id, token) = relying_party::invite(&cx, &new).await?;
                system::print(&format!("{id} {}", token.expose()))
            }
            Command::Invitations { most } => invitations(&cx, *most).await,
            Command::Revoke { id } => Ok(relying_party::revoke_invitation(&cx, *id).await?),
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

async fn invitations(cx: &Cx, most: u16) -> Outcome {
    for row in relying_party::invitations(cx, i64::from(most)).await? {
        let state = match (row.revoked_at, row.uses_left) {
            (Some(_), _) => "revoked",
            (None, 0) => "used",
            (None, _) if cx.now >= row.expires_at => "over",
            (None, _) => "open",
        };
        let (stage, left) = (row.stage.name(), row.uses_left);
        system::print(&format!("{} {state} {stage} {left} {} {}", row.id, row.expires_at, row.made_for))?;
    }
    Ok(())
}

async fn logouts(cx: &Cx, client_id: &str, most: u16) -> Outcome {
    for row in site_session::receipts(cx, client_id, i64::from(most)).await? {
        let settled = row.settled_at.map_or_else(|| "-".to_owned(), |at| at.to_string());
        let (since, state, reason, attempts) = (row.created_at, row.state.name(), &row.reason, row.attempts);
        let fault = row.last_fault.as_deref().unwrap_or("-");
        system::print(&format!("{since} {state} {reason} {attempts} {settled} {fault}"))?;
    }
    Ok(())
}

async fn list(cx: &Cx, most: u16) -> Outcome {
    for row in relying_party::list(cx, i64::from(most)).await? {
        // Rules grow stricter: what was sound once may not be by this release.
        let mark = if Site::of(row.clone()).is_some() { "" } else { " unsound" };
        system::print(&format!("{} {} {} {}{mark}", row.client_id, row.state.name(), row.stage.name(), row.profile))?;
    }
    Ok(())
}
