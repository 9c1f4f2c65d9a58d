//! What sites and their visitors do by OpenID Connect, each beside its floor.
//!
//! Sites say who they are by `client_secret_basic`. Everybody has an account, a browser and connections of their own. Where a
//! server is measured for comparison, nothing is asked of its management port, and the floors are those that were measured at
//! the portal just before.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use serde_json::{Map, Value, json};

use crate::figures::{Figures, mib, none_void, number};
use crate::floor::{self, Floors, Needs, Place};
use crate::flow::{Act, Actor, Party, Server, Site, Tokens, Visitor};
use crate::http::Fault;
use crate::load::{self, Worker};
use crate::process;

#[derive(Args)]
pub(crate) struct Options {
    /// The server's port on this machine.
    #[arg(long)]
    port: u16,
    /// Its port that answers `/health/live`; without it the floors are read from `--floors`.
    #[arg(long, required_unless_present = "floors")]
    bare_port: Option<u16>,
    /// Its process.
    #[arg(long)]
    process: u32,
    /// Seconds for each measurement.
    #[arg(long)]
    seconds: u64,
    /// How many ask at the same time.
    #[arg(long)]
    connections: usize,
    /// The file of sites.
    #[arg(long)]
    sites: PathBuf,
    /// The number of the first generated account, whose phone it is.
    #[arg(long)]
    from: u32,
    /// The password of all of them.
    #[arg(long)]
    password: String,
    /// The server's PostgreSQL, for its floor.
    #[arg(long)]
    database: Option<String>,
    /// Where SQLite may be measured.
    #[arg(long)]
    folder: PathBuf,
    /// Figures of the portal, with its floors.
    #[arg(long)]
    floors: Option<PathBuf>,
    /// Where to write the figures as JSON.
    #[arg(long)]
    figures: PathBuf,
}

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    ByItself,
    Session,
    Remembered,
    Refresh,
    Introspect,
    Userinfo,
    Documents,
    Full,
    /// Not done: computed from the one before.
    FullWithoutHash,
}

/// An operation: its name, what it cannot avoid, and the multiple of that which is aimed at.
struct Operation {
    kind: Kind,
    name: &'static str,
    needs: Needs,
    aim: Option<f64>,
}

const NOTHING: Needs = Needs { requests: 0, reads: 0, commits: 0, signatures: 0, verifications: 0, hashes: 0 };
const CODE: Needs = Needs { requests: 2, reads: 2, commits: 2, signatures: 2, ..NOTHING };
const PASSWORD: Needs = Needs { requests: 3, reads: 3, commits: 3, signatures: 2, hashes: 1, ..NOTHING };
const LOOK: Needs = Needs { requests: 1, reads: 1, verifications: 1, ..NOTHING };

const fn operation(kind: Kind, name: &'static str, needs: Needs, aim: Option<f64>) -> Operation {
    Operation { kind, name, needs, aim }
}

const BY_ITSELF: Needs = Needs { requests: 1, reads: 1, signatures: 1, ..NOTHING };
const REFRESH: Needs = Needs { requests: 1, reads: 1, commits: 1, signatures: 2, ..NOTHING };
const DOCUMENTS: Needs = Needs { requests: 2, ..NOTHING };

/// In this order: what comes later finds the rows of what came before.
const OPERATIONS: [Operation; 9] = [
    operation(Kind::ByItself, "client credentials", BY_ITSELF, Some(2.5)),
    operation(Kind::Session, "code flow, signed in", CODE, Some(2.5)),
    operation(Kind::Remembered, "the same, remembered consent", CODE, None),
    operation(Kind::Refresh, "refresh", REFRESH, Some(2.2)),
    operation(Kind::Introspect, "introspection", LOOK, Some(1.5)),
    operation(Kind::Userinfo, "userinfo", LOOK, Some(1.5)),
    operation(Kind::Documents, "discovery and keys", DOCUMENTS, Some(1.5)),
    operation(Kind::Full, "code flow with password", PASSWORD, Some(1.15)),
    operation(Kind::FullWithoutHash, "the same without the hash", Needs { hashes: 0, ..PASSWORD }, Some(4.0)),
];

pub(crate) async fn run(options: &Options) -> Result<(), Fault> {
    let idle = process::resident_kib(options.process)?;
    let floors = floors(options).await?;
    floors.print();
    let bench = Bench::prepare(options).await?;
    println!("\n| what | operations/s | p50 ms | p99 ms | CPU ms | floor | times | aim | errors |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    let mut table = Table { floors, figures: Map::new() };
    let mut full = None;
    let mut void = Vec::new();
    for operation in &OPERATIONS {
        let figures = match (operation.kind, &full) {
            // Consent is a matter of the portal; servers for comparison are not asked for it.
            (Kind::Remembered, _) if options.floors.is_some() => continue,
            (Kind::FullWithoutHash, Some(full)) => without_hash(full, floors.hash),
            _ => bench.measure(options, operation).await?,
        };
        table.add(operation, &figures);
        if figures.is_void && operation.kind != Kind::FullWithoutHash {
            void.push(operation.name);
        }
        full = (operation.kind == Kind::Full).then_some(figures);
    }
    let after = process::resident_kib(options.process)?;
    println!("\nresident memory: {:.1} MB idle, {:.1} MB after the load", mib(idle), mib(after));
    let all = json!({ "floors": floors, "operations": table.figures, "idle_kib": idle, "after_kib": after });
    std::fs::write(&options.figures, all.to_string())?;
    none_void(&void)
}

const fn without_hash(full: &Figures, hash: f64) -> Figures {
    Figures { cpu_ms: (full.cpu_ms - hash).max(0.0), ..*full }
}

async fn floors(options: &Options) -> Result<Floors, Fault> {
    if let (Some(path), None) = (&options.floors, options.bare_port) {
        let all: Value = serde_json::from_slice(&std::fs::read(path)?).map_err(|_| Fault::Malformed("no floors"))?;
        let floors = all.get("floors").cloned().unwrap_or_default();
        return serde_json::from_value(floors).map_err(|_| Fault::Malformed("no floors"));
    }
    floor::measure(&Place {
        process: options.process,
        bare_port: options.bare_port.unwrap_or_default(),
        database: options.database.as_deref(),
        folder: &options.folder,
        connections: options.connections,
        time: Duration::from_secs(options.seconds.div_ceil(2)),
    })
    .await
}

struct Table {
    floors: Floors,
    figures: Map<String, Value>,
}

impl Table {
    fn add(&mut self, operation: &Operation, figures: &Figures) {
        let Operation { name, needs, aim, .. } = operation;
        let Figures { per_second, p50_ms, p99_ms, cpu_ms, errors, .. } = figures;
        let floor = self.floors.of(*needs);
        let times = cpu_ms / floor.max(f64::MIN_POSITIVE);
        let aim = aim.map_or_else(|| "-".to_owned(), |aim| format!("{aim}"));
        // What is computed was not run: only its processor time is its own.
        let (run, errors, kept) = if operation.kind == Kind::FullWithoutHash {
            let kept = json!({ "cpu_ms": cpu_ms, "floor_ms": floor, "times": times });
            ("- | - | -".to_owned(), "-".to_owned(), kept)
        } else {
            let kept = json!({ "cpu_ms": cpu_ms, "p50_ms": p50_ms, "p99_ms": p99_ms, "per_second": per_second,
                "floor_ms": floor, "times": times, "errors": errors });
            (format!("{per_second:.0} | {p50_ms:.2} | {p99_ms:.2}"), errors.to_string(), kept)
        };
        println!("| {name} | {run} | {cpu_ms:.3} | {floor:.3} | {times:.2} | {aim} | {errors} |");
        self.figures.insert((*name).to_owned(), kept);
    }
}

/// Everybody, ready to begin.
struct Bench {
    server: Arc<Server>,
    site: Arc<Site>,
    refreshing: Arc<Site>,
    remembered: Arc<Site>,
    program: Arc<Site>,
    visitors: Vec<Visitor>,
}

impl Bench {
    async fn prepare(options: &Options) -> Result<Self, Fault> {
        let file = serde_json::from_slice(&std::fs::read(&options.sites)?);
        let file: Value = file.map_err(|_| Fault::Malformed("the file of sites"))?;
        let site = |id| Site::of(&file, id).map(Arc::new);
        let count = u32::try_from(options.connections.max(1)).unwrap_or(u32::MAX);
        let visitor = |number: u32| Visitor {
            login: format!("+7000{:07}", options.from.saturating_add(number)),
            password: options.password.clone(),
        };
        Ok(Self {
            server: Arc::new(Server::discover(options.port).await?),
            site: site("bench-site")?,
            refreshing: site("bench-refreshing")?,
            remembered: site("bench-remembered")?,
            program: site("bench-program")?,
            visitors: (0..count).map(visitor).collect(),
        })
    }

    async fn measure(&self, options: &Options, operation: &Operation) -> Result<Figures, Fault> {
        let mut workers = Vec::new();
        for visitor in &self.visitors {
            workers.push(self.worker(operation, visitor).await?);
        }
        let before = process::cpu_ms(options.process)?;
        let outcome = load::run(workers, Duration::from_secs(options.seconds)).await;
        let cpu = process::cpu_ms(options.process)?.saturating_sub(before);
        if let Some(fault) = &outcome.fault {
            println!("{}: {} times, first: {fault}", operation.name, number(outcome.errors));
        }
        Ok(Figures::of(&outcome, cpu))
    }

    fn party(&self, site: &Arc<Site>, scope: &'static str) -> Party {
        Party::new(Arc::clone(&self.server), Arc::clone(site), scope)
    }

    async fn worker(&self, operation: &Operation, visitor: &Visitor) -> Result<Box<dyn Worker>, Fault> {
        let refreshing = |tokens: Tokens| tokens.refresh.map(Act::Refresh).ok_or(Fault::Malformed("no refresh token"));
        let alone = |act| Actor { party: self.party(&self.program, "queue:read"), act };
        let actor = match operation.kind {
            Kind::ByItself => alone(Act::ByItself),
            Kind::Documents => alone(Act::Documents),
            Kind::Session => self.signed_in(&self.site, "openid", visitor, |_| Ok(Act::Session)).await?,
            Kind::Remembered => self.agreed(visitor).await?,
            Kind::Refresh => self.signed_in(&self.refreshing, "openid offline_access", visitor, refreshing).await?,
            Kind::Introspect => {
                self.signed_in(&self.site, "openid", visitor, |tokens| Ok(Act::Introspect(tokens.access))).await?
            }
            Kind::Userinfo => {
                let known = |tokens: Tokens| Ok(Act::Userinfo(tokens.access));
                self.signed_in(&self.site, "openid profile phone", visitor, known).await?
            }
            Kind::Full | Kind::FullWithoutHash => {
                Actor { party: self.party(&self.site, "openid"), act: Act::Password(visitor.clone()) }
            }
        };
        Ok(Box::new(actor))
    }

    /// Somebody who has signed in at a site.
    async fn signed_in(
        &self,
        site: &Arc<Site>,
        scope: &'static str,
        visitor: &Visitor,
        act: impl FnOnce(Tokens) -> Result<Act, Fault>,
    ) -> Result<Actor, Fault> {
        let mut party = self.party(site, scope);
        let tokens = party.sign_in(visitor).await?;
        Ok(Actor { party, act: act(tokens)? })
    }

    /// Somebody who has agreed, once, that a site may know something of them.
    async fn agreed(&self, visitor: &Visitor) -> Result<Actor, Fault> {
        let mut party = self.party(&self.remembered, "openid profile");
        party.browser.forget();
        party.arrive().await?;
        let mut back = party.send(&[("login", &visitor.login), ("password", &visitor.password)]).await?;
        if back.is_none() {
            back = party.send(&[("choice", "agree")]).await?;
        }
        party.redeem(back).await?;
        Ok(Actor { party, act: Act::Session })
    }
}
