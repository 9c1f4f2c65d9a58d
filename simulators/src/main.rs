//! `okno-simulators`: starts the systems around Okno and says where they are.

use std::{net::IpAddr, path::PathBuf, process::ExitCode};

use clap::Parser;
use okno_domain::locale::Locale;
use okno_simulators::{Simulators, SimulatorsConfig, registry::Switches};
use tracing_subscriber::EnvFilter;

/// The systems around Okno that are not ours: registries, SMS center, mail server, banks, carrier of letters, virus scanner,
/// sites where people sign in with their account, and a page with phones and mailboxes.
///
/// Ports: base + 0 page and JSON interface, + 1 pension registry, + 2 interior ministry's registry, + 3 SMPP, + 4 HTTP SMS
/// gateway, + 5 SMTP, + 6 and + 7 online banks, + 8 carrier of letters, + 9 virus scanner, and the
/// sites: + 11 pension fund, + 12 tax service, + 13 shop. SMPP and SMTP take user "okno" and password "oknodemo", the SMS
/// gateway the token "okno-demo-token".
#[derive(Parser)]
#[command(version, about, long_about)]
struct Arguments {
    /// The address to listen on. Whoever can reach it can read every message.
    #[arg(long, default_value = "127.0.0.1")]
    listen: IpAddr,
    /// The first of the ports.
    #[arg(long)]
    base_port: u16,
    /// Where keys are kept; made when missing. Okno's public key is expected there as okno.pub.
    #[arg(long)]
    keys: PathBuf,
    /// A directory whose persons.toml adds to the built-in population.
    #[arg(long)]
    data: Option<PathBuf>,
    /// The folder in which the carrier of letters finds batches.
    #[arg(long)]
    letters: Option<PathBuf>,
    /// The portal's address, for the sites where people sign in with it.
    #[arg(long)]
    portal: Option<String>,
    /// How long the registries think before they answer, milliseconds.
    #[arg(long, default_value_t = 2_000)]
    delay_ms: u64,
    /// The language of the pages: ru, en or fr.
    #[arg(long, default_value = "ru")]
    language: Locale,
    /// Writes logs as JSON lines.
    #[arg(long)]
    json_logs: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,rusmpp=off"));
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if arguments.json_logs {
        logs.json().init();
    } else {
        logs.init();
    }
    let config = SimulatorsConfig {
        listen: arguments.listen,
        base_port: Some(arguments.base_port),
        data: arguments.data,
        switches: Switches { delay_ms: arguments.delay_ms, ..Switches::default() },
        locale: arguments.language,
        letters: arguments.letters,
        portal: arguments.portal,
        ..SimulatorsConfig::local(arguments.keys)
    };
    let simulators = match Simulators::start(config).await {
        Ok(simulators) => simulators,
        Err(error) => {
            tracing::error!(%error, "the simulators cannot start");
            return ExitCode::FAILURE;
        }
    };
    announce(&simulators);
    wait_for_the_end().await;
    simulators.stop().await;
    ExitCode::SUCCESS
}

#[expect(clippy::print_stdout, reason = "the list of addresses is what this program tells its user")]
fn announce(simulators: &Simulators) {
    let at = simulators.addresses();
    println!("phones and mailboxes   http://{}/", at.page);
    println!("persons to try         http://{}/persons", at.page);
    println!("switches               http://{}/switches", at.page);
    println!("pension registry       http://{}", at.pension_fund);
    println!("interior ministry      http://{}", at.interior_ministry);
    println!("SMPP                   {}", at.smpp);
    println!("HTTP SMS gateway       http://{}/send", at.sms_gateway);
    println!("SMTP                   {}", at.smtp);
    println!("Blue Bridge Bank       http://{}", at.blue_bridge);
    println!("Rowan Bank             http://{}", at.rowan);
    println!("carrier of letters     http://{}", at.carrier);
    println!("virus scanner          {}", at.clamd);
    println!("pension fund's site    http://{}/", at.pension_site);
    println!("tax service's site     http://{}/", at.tax_site);
    println!("shop                   http://{}/", at.shop);
}

async fn wait_for_the_end() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        let _ = tokio::signal::ctrl_c().await;
        return;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}
