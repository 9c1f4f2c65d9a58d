//! `okno admin centers`: service centers and their organizations (R122, R123, R181).

use std::{fs, path::PathBuf, sync::Arc, time::Duration};

use clap::Subcommand;
use okno_app::{
    App, Client, Cx,
    service_center::{self, Report},
};
use okno_domain::locale::Locale;

use crate::{
    Outcome,
    cli::{self, Source},
    exit::Failure,
    serve, system, wiring,
};

/// No file of centers is larger.
const LARGEST_BYTES: u64 = 256 * 1024 * 1024;

/// What to do with centers.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Take centers in from a CSV or GeoJSON file. Rows with faults are told and left out, the others are taken; doing it
    /// again changes nothing.
    Import {
        /// The file.
        file: PathBuf,
        /// Only say what would be done.
        #[arg(long)]
        dry_run: bool,
        /// Fail when a row was refused.
        #[arg(long)]
        strict: bool,
    },
    /// List records that nobody has checked for too long, the oldest first: center, town, owner, last check.
    Stale {
        /// At most this many.
        #[arg(long, default_value_t = 100)]
        most: u16,
    },
}

pub(super) fn run(command: &Command, source: &Source) -> Outcome {
    let config = cli::load(source)?;
    serve::runtime(1)?.block_on(async {
        let store = wiring::store(&config, Duration::ZERO).await?;
        wiring::schema(&config, &store).await?;
        let app = wiring::app(&config, store).await?;
        match command {
            Command::Import { file, dry_run, strict } => import(&app, file, *dry_run, *strict).await,
            Command::Stale { most } => stale(&app, *most).await,
        }
    })
}

fn cx(app: &Arc<App>) -> Cx {
    Cx::begin(app, Locale::default(), Client { request_id: "admin".to_owned(), ..Client::default() })
}

async fn import(app: &Arc<App>, file: &PathBuf, dry_run: bool, strict: bool) -> Outcome {
    let wrong = |error: &dyn std::fmt::Display| Failure::Config(vec![format!("{}: {error}", file.display())]);
    if fs::metadata(file).map_err(|error| wrong(&error))?.len() > LARGEST_BYTES {
        return Err(wrong(&"the file is too large"));
    }
    let bytes = fs::read(file).map_err(|error| wrong(&error))?;
    let rows = service_center::read_file(&bytes).map_err(|error| wrong(&error))?;
    let Report { added, changed, unchanged, refused } = service_center::import(&cx(app), &rows, dry_run).await?;
    for row in &refused {
        let reasons: Vec<&str> = row.reasons.iter().map(|reason| reason.text.as_str()).collect();
        system::print(&format!("row {} ({}): {}", row.position, row.external_id, reasons.join("; ")))?;
    }
    let would = if dry_run { "would be " } else { "" };
    let count = refused.len();
    system::print(&format!("{would}added {added}, changed {changed}, unchanged {unchanged}, refused {count}"))?;
    if strict && count > 0 { Err(wrong(&format!("{count} rows were refused"))) } else { Ok(()) }
}

async fn stale(app: &Arc<App>, most: u16) -> Outcome {
    let stale = service_center::stale(&cx(app), most).await?;
    for center in &stale {
        let (name, town) = (center.name.get(Locale::Ru), center.town.name.get(Locale::Ru));
        let line = format!("{}\t{name}\t{town}\t{}\t{}", center.external_id, center.owner, center.last_checked_at);
        system::print(&line)?;
    }
    system::print(&format!("{} stale", stale.len()))
}
