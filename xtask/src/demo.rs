//! `cargo xtask demo`: from a clone to a running portal in one command.

use std::fs;
use std::path::PathBuf;
use std::sync::mpsc;
use std::time::Duration;

use clap::Args;
use serde_json::Value;

use crate::failure::{Doing, Failure, Outcome};
use crate::stack::{self, Plan, Stack, offset};
use crate::{assets, process, workspace};

/// How many persons are printed.
const SHOWN: usize = 3;

#[derive(Args)]
pub(crate) struct Options {
    /// The portal's port; the simulators take the ports above it.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Where keys, configuration, database and logs go; the default is a fresh folder below the build directory.
    #[arg(long)]
    data: Option<PathBuf>,
    /// `postgres://...` in place of the embedded database.
    #[arg(long)]
    database: Option<String>,
    /// Serve https, with a certificate for `localhost` by an authority that no browser knows.
    #[arg(long)]
    tls: bool,
    /// `dev` builds faster, `release` runs faster.
    #[arg(long, default_value = "dev", value_parser = ["dev", "release"])]
    profile: String,
}

pub(crate) fn run(options: &Options) -> Outcome {
    assets::run()?;
    let programs = stack::build(&options.profile)?;
    let database = options.database.clone();
    let plan = Plan { programs, data: data(options)?, port: options.port, database, tls: options.tls };
    let (stop, stopped) = mpsc::channel();
    // Nobody listens once we are on our way out; that is fine.
    ctrlc::set_handler(move || stop.send(()).unwrap_or_default()).doing("waiting for Ctrl-C")?;
    let mut stack = plan.start()?;
    announce(&plan);
    wait(&mut stack, &stopped)
}

/// The given folder as it is, or the default one emptied.
fn data(options: &Options) -> Outcome<PathBuf> {
    if let Some(folder) = &options.data {
        fs::create_dir_all(folder).doing(format_args!("creating {}", folder.display()))?;
        return folder.canonicalize().doing(format_args!("finding {}", folder.display()));
    }
    let folder = workspace::target_directory()?.join("demo");
    if folder.exists() {
        fs::remove_dir_all(&folder).doing(format_args!("emptying {}", folder.display()))?;
    }
    fs::create_dir_all(&folder).doing(format_args!("creating {}", folder.display()))?;
    Ok(folder)
}

fn announce(plan: &Plan) {
    let at = |offset: u16| format!("http://localhost:{}/", plan.port.saturating_add(offset));
    // The sites are entered at the portal under this name of the machine, and under no other.
    let site = |offset: u16| format!("http://127.0.0.1:{}/", plan.port.saturating_add(offset));
    let portal = plan.address();
    println!("\nOkno is ready.\n");
    println!("  the portal                            {portal}/");
    if plan.tls {
        println!("  its authority, for browsers to trust  {}", plan.authority().display());
    }
    println!("  phone, mailbox and registries         {}", at(offset::PAGES));
    println!("  the post, where letters are opened    {}", at(offset::CARRIER));
    println!("  the pension fund's site               {}", site(offset::PENSION_SITE));
    println!("  the tax service's site                {}", site(offset::TAX_SITE));
    println!("  a shop                                {}", site(offset::SHOP));
    println!("  a clinic, by the protocol of ESIA     {}", site(offset::CLINIC));
    println!("  health and metrics                    {}", at(offset::MANAGEMENT));
    println!("  configuration, database, keys, logs   {}", plan.data.display());
    match persons(plan) {
        Ok(persons) => {
            println!("\nPersons to try (more on the simulators' page, with what the registries know):\n{persons}");
        }
        Err(failure) => println!("\nThe persons to try are on the simulators' page ({failure})."),
    }
    if let Ok(clients) = bank_clients(plan) {
        println!("\nClients of the online banks, by whom an identity can be confirmed:\n{clients}");
    }
    println!("\nOperators, at {portal}/operator (the code from an authenticator application with this key):");
    println!("{}", operators());
    println!("\nPress Ctrl-C to stop everything.");
}

/// The operators of the demonstration, one a line.
fn operators() -> String {
    let value = |line: &str, name: &str| {
        let (key, value) = line.split_once('=')?;
        (key.trim() == name).then(|| value.trim().trim_matches('"').to_owned())
    };
    let tables = stack::OPERATORS.split("[[operator]]").skip(1);
    let text = |table: &str, name: &str| table.lines().find_map(|line| value(line, name)).unwrap_or_default();
    let lines = tables.map(|table| {
        format!(
            "  {:<11} {:<21} password {:<19} key {}",
            text(table, "login_name"),
            text(table, "role"),
            text(table, "password"),
            text(table, "totp_key"),
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// How the persons printed log in at the invented banks.
fn bank_clients(plan: &Plan) -> Outcome<String> {
    let answer = process::get(plan.port.saturating_add(offset::PAGES), "/api/banks")?;
    let (_, body) = answer.split_once("\r\n\r\n").ok_or_else(|| Failure::new("the simulators gave no list"))?;
    let list: Value = serde_json::from_str(body).doing("reading the list of clients of banks")?;
    let all = list.get("clients").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let text = |client: &Value, name: &str| client.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let is_named = |client: &&Value| !text(client, "login").starts_with('p');
    let lines = all.iter().filter(is_named).map(|client| {
        let differs = client.get("differs").and_then(Value::as_bool).unwrap_or_default();
        format!(
            "  {:<12} login {:<8} password {}{}",
            text(client, "bank"),
            text(client, "login"),
            text(client, "password"),
            if differs { "  (the bank has other data)" } else { "" },
        )
    });
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

/// Three of the simulators' population, one a line; any contact can be used with them.
fn persons(plan: &Plan) -> Outcome<String> {
    let answer = process::get(plan.port.saturating_add(offset::PAGES), "/api/persons")?;
    let (_, body) = answer.split_once("\r\n\r\n").ok_or_else(|| Failure::new("the simulators gave no list"))?;
    let list: Value = serde_json::from_str(body).doing("reading the list of persons")?;
    let all = list.get("persons").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let lines = all.iter().take(SHOWN).map(|person| {
        let text = |place: &str| person.pointer(place).and_then(Value::as_str).unwrap_or_default();
        format!(
            "  {} {} {}, born {}, SNILS {}, passport {}{}",
            text("/family_name"),
            text("/given_name"),
            text("/patronymic"),
            text("/birth_date"),
            text("/snils"),
            text("/passport/series"),
            text("/passport/number"),
        )
    });
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

/// Until Ctrl-C, or until a program ends that should not.
fn wait(stack: &mut Stack, stopped: &mpsc::Receiver<()>) -> Outcome {
    loop {
        match stopped.recv_timeout(Duration::from_millis(500)) {
            Ok(()) => {
                println!("\nstopping");
                return Ok(());
            }
            Err(mpsc::RecvTimeoutError::Timeout) => {
                stack.portal.still_runs()?;
                stack.simulators.still_runs()?;
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => return Err(Failure::new("the wait for Ctrl-C broke off")),
        }
    }
}
