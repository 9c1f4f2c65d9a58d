//! What sites and their visitors do by OpenID Connect, on each database, and the same at another server.

use std::fs::File;
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

/// A portal on a database, which stays until everything is measured.
struct Portal {
    name: &'static str,
    plan: Plan,
    stack: Stack,
}

pub(super) fn run(options: &Options, plan: Plan) -> Outcome {
    if options.reference {
        assets::install_packages(Path::new(REFERENCE))?;
    }
    // Behind the portals, which stop first.
    let cluster = if options.postgres { Some(Cluster::start_durable()?) } else { None };
    let mut portals = match &options.database {
        // What a given database holds is sealed under the keys of the pages' part.
        Some(_) => vec![begin(options, "postgres", plan)?],
        None => {
            let data = plan.data.join("protocol-sqlite");
            vec![begin(options, "sqlite", Plan { data, programs: plan.programs.clone(), ..plan })?]
        }
    };
    if let (Some(cluster), Some(Portal { plan, .. })) = (&cluster, portals.first()) {
        let (programs, data) = (plan.programs.clone(), plan.data.with_file_name("protocol-postgres"));
        let port = plan.port.saturating_add(offset::END);
        portals.push(begin(
            options,
            "postgres",
            Plan { programs, data, port, database: Some(cluster.url()), tls: false },
        )?);
    }
    if options.soak > 0 {
        soak(options.soak, &portals)?;
    }
    if options.soak > 0 || options.accounts > 0 {
        for portal in &portals {
            grown(options, portal)?;
        }
    }
    Ok(())
}

impl Portal {
    fn figures(&self) -> PathBuf {
        self.plan.data.join("protocol.json")
    }

    /// The load generator, set to do everything here for so many seconds each.
    fn bench(&self, seconds: u32, figures: &Path) -> Command {
        let management = self.plan.port.saturating_add(offset::MANAGEMENT);
        let mut bench = bench(seconds, &self.plan, (self.plan.port, &self.stack.portal), figures);
        bench.args(["--bare-port", &management.to_string()]);
        if let Some(url) = &self.plan.database {
            bench.args(["--database", url]);
        }
        bench
    }
}

/// Starts a portal and measures it, with the reference beside it where one is wanted.
fn begin(options: &Options, name: &'static str, plan: Plan) -> Outcome<Portal> {
    println!("\nOpenID Connect on {name}");
    let mut stack = plan.start()?;
    // Everybody comes from one network, and signs in many times a second.
    plan.set("login", "max_failures = 100000")?;
    generate(FROM, CONNECTIONS, &plan)?;
    let sites = workspace::root().join(SITES);
    let mut add = Command::new(plan.programs.join("okno"));
    process::capture(add.arg("--config").arg(plan.config()).args(["admin", "sites", "add"]).arg(sites))?;
    restart(&plan, &mut stack)?;
    let portal = Portal { name, plan, stack };
    process::run(&mut portal.bench(options.seconds, &portal.figures()))?;
    if options.reference {
        reference(options, &portal)?;
    }
    Ok(portal)
}

/// Keeps all portals busy at the same time, so that an hour takes an hour.
fn soak(seconds: u32, portals: &[Portal]) -> Outcome {
    println!("\nbusy for {seconds} seconds");
    let busy = |portal: &Portal| {
        let data = &portal.plan.data;
        let log = File::create(data.join("soak.log")).doing("creating the log of the load")?;
        let (each, figures) = (seconds.div_ceil(OPERATIONS), data.join("soak.json"));
        let mut load = bench(each, &portal.plan, (portal.plan.port, &portal.stack.portal), &figures);
        // The floors are not asked for once more: they would take a third of the time.
        process::run(load.arg("--floors").arg(portal.figures()).stdout(log))
    };
    std::thread::scope(|scope| {
        let busy: Vec<_> = portals.iter().map(|portal| scope.spawn(move || busy(portal))).collect();
        busy.into_iter().try_for_each(|one| one.join().map_err(|_panic| Failure::new("the load ended early"))?)
    })
}

/// The same once more by the same process, with more accounts.
fn grown(options: &Options, portal: &Portal) -> Outcome {
    println!("\nonce more on {}, with {} accounts more:", portal.name, options.accounts);
    if options.accounts > 0 {
        generate(0, options.accounts, &portal.plan)?;
    }
    settle(portal.plan.database.as_deref())?;
    let after = portal.plan.data.join("protocol-grown.json");
    process::run(&mut portal.bench(options.seconds, &after))?;
    compare(&operations(&portal.figures())?, &operations(&after)?);
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
fn reference(options: &Options, portal: &Portal) -> Outcome {
    let plan = &portal.plan;
    println!("\nthe same by oidc-provider");
    let port = PORT.saturating_add(offset::END * 2);
    if !process::is_free(port) {
        return Err(Failure::new(format!("port {port} is taken")));
    }
    let store = plan.database.clone().map_or_else(|| plan.data.join("reference.sqlite"), PathBuf::from);
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
    process::run(bench(options.seconds, plan, (port, &server), &figures).arg("--floors").arg(portal.figures()))
}
