//! `okno check`: what the program would run with, and whether everything it needs answers.

use std::{fmt::Display, path::Path, time::Duration};

use okno_app::{
    Clock as _, Ports,
    installation::{self, Override},
    wording,
};
use okno_store::Store;

use crate::{Outcome, config::Config, exit::Failure, serve, system, tls, wiring};

/// What was found, line by line.
#[derive(Default)]
struct Report {
    faults: usize,
}

impl Report {
    fn line<T, E: Display>(&mut self, what: &str, result: Result<T, E>, good: impl FnOnce(T) -> String) -> Outcome {
        let line = match result {
            Ok(found) => format!("ok      {what}: {}", good(found)),
            Err(error) => {
                self.faults += 1;
                format!("FAULT   {what}: {error}")
            }
        };
        system::print(&line)
    }
}

/// Checks everything, whatever fails on the way.
pub(crate) fn run(config: &Config) -> Outcome {
    serve::runtime(1)?.block_on(async {
        let mut report = Report::default();
        system::print(&format!("ok      pages: {} as {}", config.server.listen, config.public_url.0))?;
        system::print(&format!("ok      management: {}", config.server.management))?;
        if let Some(from) = config.server.redirect_from {
            system::print(&format!("ok      redirect: {from} leads to {}", config.public_url.0))?;
        }
        for (what, found) in tls::check::lines(config, system::SystemClock.now()) {
            report.line(&what, found, |text| text)?;
        }
        report.line("keys", wiring::vault(&config.vault), |_| config.vault.key_file.display().to_string())?;
        let store = wiring::store(config, Duration::ZERO).await;
        if let Ok(store) = &store {
            schema(&mut report, store, config.migrates_on_start()).await?;
            changed(&mut report, store, config).await?;
        }
        report.line("database", store, |store| format!("{:?}", store.engine()))?;
        match config.gateways.build() {
            Ok(ports) => outside(&mut report, &ports).await?,
            Err(error) => report.line("outside systems", Err::<(), _>(error), |()| String::new())?,
        }
        if report.faults == 0 { Ok(()) } else { Err(Failure::Check(report.faults)) }
    })
}

async fn schema(report: &mut Report, store: &Store, migrates: bool) -> Outcome {
    let pending = match store.pending_migrations().await {
        Ok(names) if names.is_empty() => Ok("up to date".to_owned()),
        Ok(names) if migrates => Ok(format!("{} will run at the start", names.join(", "))),
        Ok(names) => Err(Failure::Migrations(names)),
        Err(error) => Err(error.into()),
    };
    report.line("schema", pending, |text| text)
}

/// What was changed at run time over the file. A change that is not in force is a fault: somebody counts on it.
async fn changed(report: &mut Report, store: &Store, config: &Config) -> Outcome {
    // A schema that is to come has no changes.
    let Ok(overrides) = installation::overrides(store, &config.settings()).await else { return Ok(()) };
    for one in overrides {
        let found = if one.is_in_force { Ok(()) } else { Err("is not taken by this program") };
        report.line(&format!("changed at run time: {}", one.key), found, |()| told(&one))?;
    }
    for one in wording::overrides(store, okno_web::built_in_texts()).await.unwrap_or_default() {
        let found =
            if one.is_in_force { Ok(()) } else { Err("does not fit this program's text, which stands instead") };
        let changed = &one.row.changed;
        let told = |()| format!("by {} at {}", changed.by, changed.at);
        report.line(&format!("text changed at run time: {}", one.row.key), found, told)?;
    }
    Ok(())
}

/// After the configuration: what was changed at run time over it, as comments; nothing when the database cannot be asked.
pub(crate) fn print_changes(config: &Config) -> Outcome {
    // Opening an embedded database that is not there would make one.
    if config.database.url.strip_prefix("sqlite:").is_some_and(|path| !Path::new(path).exists()) {
        return Ok(());
    }
    serve::runtime(1)?.block_on(async {
        let Ok(store) = wiring::store(config, Duration::ZERO).await else { return Ok(()) };
        for one in installation::overrides(&store, &config.settings()).await.unwrap_or_default() {
            system::print(&format!("# changed at run time: {} = {}", one.key, told(&one)))?;
        }
        Ok(())
    })
}

/// A change in words.
fn told(one: &Override) -> String {
    let of_file = one.of_file.as_ref().map(ToString::to_string).unwrap_or_default();
    format!("{} in place of {of_file}, by {} at {}", one.value, one.changed.by, one.changed.at)
}

async fn outside(report: &mut Report, ports: &Ports) -> Outcome {
    let answers = |()| "answers".to_owned();
    match &ports.mailer {
        Some(mailer) => report.line("mail server", mailer.check().await, answers)?,
        None => system::print(&"absent  mail server: no mail is sent")?,
    }
    match &ports.sms {
        Some(sms) => report.line("SMS center", sms.check().await, answers)?,
        None => system::print(&"absent  SMS center: no SMS are sent")?,
    }
    for (name, registry) in [("pension_fund", &ports.pension_fund), ("interior_ministry", &ports.interior_ministry)] {
        match registry {
            Some(registry) => report.line(name, registry.check().await, answers)?,
            None => system::print(&format!("absent  {name}: operators check in its place"))?,
        }
    }
    match &ports.carrier {
        Some(carrier) => report.line("carrier of letters", carrier.check().await, answers)?,
        None => system::print(&"absent  carrier of letters: no letters are offered")?,
    }
    if ports.banks.is_empty() {
        system::print(&"absent  online banks: no way through them is offered")?;
    }
    for bank in &ports.banks {
        report.line(&format!("bank {}", bank.profile().id), bank.check().await, answers)?;
    }
    match &ports.antivirus {
        Some(antivirus) => report.line("virus scanner", antivirus.check().await, answers)?,
        None => system::print(&"absent  virus scanner: the support takes no files")?,
    }
    Ok(())
}
