//! What sites and their visitors do by OpenID Connect, on each database, and the same at another server.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use super::{Options, PASSWORD, PORT, compare, generate, restart, settle};
use crate::failure::{Doing, Failure, Outcome};
use crate::postgres::Cluster;
use crate::process::{self, Service};
use crate::stack::{Plan, Stack, offset};
use crate::{assets, workspace};

/// How many of the rows of the table are operations that take their time.
const OPERATIONS: u32 = 8;
/// How many ask at the same time. Each has an account of their own.
const CONNECTIONS: u32 = 8;
/// The number of the first of those accounts, above all that are generated otherwise.
const FROM: u32 = 9_900_000;
/// The sites, for the portal and for what it is compared with.
const SITES: &str = "bench/sites.json";
/// Where the reference is.
const REFERENCE: &str = "bench/reference";
/// How long its start may take.
const START: Duration = Duration::from_mins(1);

/// A database to measure on.
struct Engine {
    name: &'static str,
    /// For the portal; its embedded database where there is none.
    url: Option<String>,
}

pub(super) fn run(options: &Options, plan: Plan) -> Outcome {
    if options.reference {
        assets::install_packages(Path::new(REFERENCE))?;
    }
    match &options.database {
        Some(url) => measure(options, &plan, &Engine { name: "postgres", url: Some(url.clone()) })?,
        None => measure(options, &plan, &Engine { name: "sqlite", url: None })?,
    }
    if options.postgres {
        let cluster = Cluster::start_durable()?;
        measure(options, &plan, &Engine { name: "postgres", url: Some(cluster.url()) })?;
    }
    Ok(())
}

fn measure(options: &Options, plan: &Plan, engine: &Engine) -> Outcome {
    println!("\nOpenID Connect on {}", engine.name);
    // What a given database holds is sealed under the keys of the pages' part; any other is this part's own.
    let data = match &options.database {
        Some(_) => plan.data.clone(),
        None => plan.data.join(format!("protocol-{}", engine.name)),
    };
    let plan = Plan { programs: plan.programs.clone(), data, port: PORT, database: engine.url.clone(), tls: false };
    let figures = plan.data.join("protocol.json");
    {
        let mut stack = plan.start()?;
        // Everybody comes from one network, and signs in many times a second.
        plan.set("login", "max_failures = 100000")?;
        generate(FROM, CONNECTIONS, &plan)?;
        let sites = workspace::root().join(SITES);
        let mut add = Command::new(plan.programs.join("okno"));
        process::capture(add.arg("--config").arg(plan.config()).args(["admin", "sites", "add"]).arg(sites))?;
        restart(&plan, &mut stack)?;
        at_portal(options.seconds, &plan, &stack, &figures)?;
        if options.soak > 0 || options.accounts > 0 {
            grown(options, &plan, &mut stack, &figures)?;
        }
    }
    if options.reference { reference(options, &plan, engine, &figures) } else { Ok(()) }
}

/// Does everything at the portal for so many seconds each.
fn at_portal(seconds: u32, plan: &Plan, stack: &Stack, figures: &Path) -> Outcome {
    let management = PORT.saturating_add(offset::MANAGEMENT);
    let mut bench = bench(seconds, plan, (PORT, &stack.portal), figures);
    bench.args(["--bare-port", &management.to_string()]);
    if let Some(url) = &plan.database {
        bench.args(["--database", url]);
    }
    process::run(&mut bench)
}

/// The same once more, after a long load by the same process, and with more accounts.
fn grown(options: &Options, plan: &Plan, stack: &mut Stack, before: &Path) -> Outcome {
    let after = plan.data.join("protocol-grown.json");
    if options.soak > 0 {
        println!("\nbusy for {} seconds:", options.soak);
        at_portal(options.soak.div_ceil(OPERATIONS), plan, stack, &after)?;
    }
    if options.accounts > 0 {
        println!("\nwith {} accounts more:", options.accounts);
        generate(0, options.accounts, plan)?;
        settle(plan.database.as_deref())?;
    }
    at_portal(options.seconds, plan, stack, &after)?;
    compare(&operations(before)?, &operations(&after)?);
    Ok(())
}

/// The figures of all operations.
fn operations(figures: &Path) -> Outcome<Value> {
    let all: Value =
        serde_json::from_slice(&std::fs::read(figures).doing("reading the figures")?).doing("reading the figures")?;
    Ok(all.get("operations").cloned().unwrap_or_default())
}

/// The load generator, with what it needs for any server.
fn bench(seconds: u32, plan: &Plan, (port, server): (u16, &Service), figures: &Path) -> Command {
    let mut bench = Command::new(plan.programs.join("okno-bench"));
    bench
        .arg("protocol")
        .args(["--port", &port.to_string(), "--process", &server.id().to_string()])
        .args(["--seconds", &seconds.to_string(), "--connections", &CONNECTIONS.to_string()])
        .args(["--from", &FROM.to_string(), "--password", PASSWORD])
        .arg("--sites")
        .arg(workspace::root().join(SITES))
        .arg("--folder")
        .arg(&plan.data)
        .arg("--figures")
        .arg(figures);
    bench
}

/// The same by `oidc-provider`, beside the floors that were measured with the portal.
fn reference(options: &Options, plan: &Plan, engine: &Engine, floors: &Path) -> Outcome {
    println!("\nthe same by oidc-provider");
    let port = PORT.saturating_add(offset::END);
    if !process::is_free(port) {
        return Err(Failure::new(format!("port {port} is taken")));
    }
    let store = engine.url.clone().map_or_else(|| plan.data.join("reference.sqlite"), PathBuf::from);
    let node = workspace::find_program("node", &[]).ok_or_else(|| Failure::new("node is missing"))?;
    let mut server = Service::start(
        "the reference",
        process::bound_to_us(&node, None, "TERM")
            .arg("server.mjs")
            .arg(port.to_string())
            .arg(store)
            .arg(workspace::root().join(SITES))
            .args([&FROM.to_string(), &CONNECTIONS.to_string(), PASSWORD])
            .env("NODE_ENV", "production")
            .current_dir(workspace::root().join(REFERENCE)),
        Some(&plan.data.join("reference.log")),
        "TERM",
    )?;
    server.wait_until("discovery", START, || process::answers_ok(port, "/.well-known/openid-configuration"))?;
    let figures = plan.data.join("reference.json");
    process::run(bench(options.seconds, plan, (port, &server), &figures).arg("--floors").arg(floors))
}
