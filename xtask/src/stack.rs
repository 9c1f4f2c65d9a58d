//! The portal and the simulators as processes: keys, configuration, ports, start and stop.
//!
//! The browser journeys start the same from `xtask/stack/okno.toml`, so what a demo runs with is what is tested.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::failure::{Doing, Failure, Outcome};
use crate::process::{self, Service};
use crate::{suite, workspace};

/// The configuration with `{names}` to fill in.
const CONFIG: &str = include_str!("../stack/okno.toml");
/// Fictitious service centers; `{checked}` is the day on which somebody looked at them last.
const CENTERS: &str = include_str!("../stack/centers.csv");
/// Fictitious operators.
pub(crate) const OPERATORS: &str = include_str!("../stack/operators.toml");
/// What the filled-in configuration is called in the data folder.
const CONFIG_NAME: &str = "okno.toml";
/// How long a start may take; a start on a slow machine takes a second or two.
const START: Duration = Duration::from_mins(1);

/// Ports, counted from the portal's.
pub(crate) mod offset {
    /// The simulators' first: the page with phones, mailboxes and persons to try.
    pub(crate) const PAGES: u16 = 1;
    /// The pension fund's registry.
    pub(crate) const PENSION_FUND: u16 = 2;
    /// The interior ministry's registry.
    pub(crate) const INTERIOR_MINISTRY: u16 = 3;
    /// The SMS center.
    pub(crate) const SMPP: u16 = 4;
    /// The mail server; before it lies the SMS gateway over HTTP, which the demonstration does not use.
    pub(crate) const SMTP: u16 = 6;
    /// Blue Bridge Bank.
    pub(crate) const BLUE_BRIDGE: u16 = 7;
    /// Rowan Bank.
    pub(crate) const ROWAN: u16 = 8;
    /// The carrier of letters.
    pub(crate) const CARRIER: u16 = 9;
    /// The portal's own management port; not a simulator, but it needs a place.
    pub(crate) const MANAGEMENT: u16 = 11;
    /// The virus scanner.
    pub(crate) const CLAMD: u16 = 10;
    /// The pension fund's site.
    pub(crate) const PENSION_SITE: u16 = 12;
    /// The tax service's site.
    pub(crate) const TAX_SITE: u16 = 13;
    /// The shop.
    pub(crate) const SHOP: u16 = 14;
    /// The clinic, which speaks the dialect of ESIA.
    pub(crate) const CLINIC: u16 = 15;
    /// One more than the last.
    pub(crate) const END: u16 = 16;
}

/// What to run, and where.
pub(crate) struct Plan {
    pub(crate) programs: PathBuf,
    pub(crate) data: PathBuf,
    pub(crate) port: u16,
    /// A database URL; the embedded database in the data folder when there is none.
    pub(crate) database: Option<String>,
    /// Whether the portal speaks TLS.
    pub(crate) tls: bool,
}

/// The running programs; dropping it stops the portal first, then what it talks to.
pub(crate) struct Stack {
    pub(crate) portal: Service,
    pub(crate) simulators: Service,
}

/// Builds the programs in a profile and says where they are.
pub(crate) fn build(profile: &str) -> Outcome<PathBuf> {
    if profile == "dev" {
        suite::programs_only()?;
    } else {
        process::run(workspace::cargo().args(["build", "--locked", "--profile", profile]).args([
            "--package",
            "okno-server",
            "--package",
            "okno-simulators",
        ]))?;
    }
    Ok(workspace::target_directory()?.join(if profile == "dev" { "debug" } else { profile }))
}

impl Plan {
    fn check_ports(&self) -> Outcome {
        for port in self.port..self.port.saturating_add(offset::END) {
            if !process::is_free(port) {
                return Err(Failure::new(format!("port {port} is taken; choose another start with --port")));
            }
        }
        Ok(())
    }

    fn log(&self, name: &str) -> PathBuf {
        self.data.join(format!("{name}.log"))
    }

    fn keys(&self) -> PathBuf {
        self.data.join("keys")
    }

    /// Where batches of letters are left for the carrier.
    fn letters(&self) -> PathBuf {
        self.data.join("letters")
    }

    /// What people type, without a path.
    pub(crate) fn address(&self) -> String {
        format!("{}://localhost:{}", if self.tls { "https" } else { "http" }, self.port)
    }

    /// The authority of the portal's certificate, where it speaks TLS; the simulators make both.
    pub(crate) fn authority(&self) -> PathBuf {
        self.keys().join("portal_ca.crt")
    }

    /// The configuration with TLS. Browsers forget HSTS for `localhost` at once: it would hold for every other port there.
    fn with_tls(&self, text: &str) -> String {
        let text = text.replace("[web]\n", "[web]\nhsts_seconds = 0\n");
        let keys = self.keys();
        let keys = keys.display();
        format!("{text}\n[server.tls]\ncertificate_file = \"{keys}/portal.crt\"\nkey_file = \"{keys}/portal.key\"\n")
    }

    /// Our own keys, kept if they are there.
    fn make_keys(&self) -> Outcome {
        let keys = self.keys();
        fs::create_dir_all(&keys).doing(format_args!("creating {}", keys.display()))?;
        process::capture(
            Command::new(self.programs.join("okno")).args(["admin", "keys", "generate", "--directory"]).arg(&keys),
        )?;
        Ok(())
    }

    fn start_simulators(&self) -> Outcome<Service> {
        let port = self.port.saturating_add(offset::PAGES);
        let mut simulators = Service::start(
            "okno-simulators",
            process::bound_to_us(&self.programs.join("okno-simulators"), None, "TERM")
                .args(["--base-port", &port.to_string()])
                .arg("--keys")
                .arg(self.keys())
                .arg("--letters")
                .arg(self.letters())
                .args(["--portal", &self.address()]),
            Some(&self.log("simulators")),
            "TERM",
        )?;
        let ready = simulators.wait_until("the simulators' page", START, || process::answers_ok(port, "/persons"));
        explain(ready, &self.log("simulators"))?;
        Ok(simulators)
    }

    /// The configuration file.
    pub(crate) fn config(&self) -> PathBuf {
        self.data.join(CONFIG_NAME)
    }

    /// Writes the configuration.
    fn configure(&self) -> Outcome<PathBuf> {
        let path = self.config();
        let database =
            self.database.clone().unwrap_or_else(|| format!("sqlite:{}", self.data.join("okno.sqlite").display()));
        let port = |offset: u16| self.port.saturating_add(offset).to_string();
        let text = CONFIG
            .replace("http://localhost:{port}", &self.address())
            .replace("{port}", &port(0))
            .replace("{management}", &port(offset::MANAGEMENT))
            .replace("{pension_fund}", &port(offset::PENSION_FUND))
            .replace("{interior_ministry}", &port(offset::INTERIOR_MINISTRY))
            .replace("{smpp}", &port(offset::SMPP))
            .replace("{smtp}", &port(offset::SMTP))
            .replace("{blue_bridge}", &port(offset::BLUE_BRIDGE))
            .replace("{rowan}", &port(offset::ROWAN))
            .replace("{carrier}", &port(offset::CARRIER))
            .replace("{clamd}", &port(offset::CLAMD))
            .replace("{data}", &self.data.display().to_string())
            .replace("{database}", &database);
        let text = if self.tls { self.with_tls(&text) } else { text };
        fs::write(&path, text).doing(format_args!("writing {}", path.display()))?;
        Ok(path)
    }

    /// One more setting for the portal's next start.
    pub(crate) fn set(&self, section: &str, line: &str) -> Outcome {
        let path = self.config();
        let text = fs::read_to_string(&path).doing(format_args!("reading {}", path.display()))?;
        let head = format!("[{section}]\n");
        let text = if text.contains(&head) {
            text.replacen(&head, &format!("{head}{line}\n"), 1)
        } else {
            format!("{text}\n{head}{line}\n")
        };
        fs::write(&path, text).doing(format_args!("writing {}", path.display()))
    }

    /// Takes the centers in; those that are there already stay as they are.
    fn import_centers(&self, config: &Path) -> Outcome {
        self.import(config, CENTERS)
    }

    /// So many centers, copies of the usual ones: a quarter of them in their towns, the others in towns of their own.
    pub(crate) fn import_many_centers(&self, count: usize) -> Outcome {
        let mut lines = CENTERS.lines();
        let mut text = format!("{}\n", lines.next().unwrap_or_default());
        let rows: Vec<&str> = lines.collect();
        for number in 0..count {
            let Some(row) = rows.get(number % rows.len().max(1)) else { break };
            let copy = number / rows.len().max(1);
            let mut columns: Vec<String> = row.splitn(13, ',').map(str::to_owned).collect();
            if let Some(id) = columns.first_mut() {
                *id = format!("{id}-copy-{copy}");
            }
            let own_town = !copy.is_multiple_of(4);
            if let Some(town) = columns.get_mut(9).filter(|_| own_town) {
                *town = format!("{town} {copy}");
            }
            if let Some(rest) = columns.get_mut(12) {
                *rest = moved(rest, copy, own_town);
            }
            text.push_str(&columns.join(","));
            text.push('\n');
        }
        self.import(&self.config(), &text)
    }

    fn import(&self, config: &Path, centers: &str) -> Outcome {
        let path = self.data.join("centers.csv");
        let text = centers.replace("{checked}", &yesterday());
        fs::write(&path, text).doing(format_args!("writing {}", path.display()))?;
        let mut import = Command::new(self.programs.join("okno"));
        import.arg("--config").arg(config).args(["admin", "centers", "import", "--strict"]).arg(&path);
        process::capture(&mut import).map(drop)
    }

    /// Makes the operators; those who are there already stay as they are.
    fn import_operators(&self, config: &Path) -> Outcome {
        let path = self.data.join("operators.toml");
        fs::write(&path, OPERATORS).doing(format_args!("writing {}", path.display()))?;
        let mut import = Command::new(self.programs.join("okno"));
        import.arg("--config").arg(config).args(["admin", "operators", "import"]).arg(&path);
        process::capture(&mut import).map(drop)
    }

    /// Enters the simulators' sites; those that are there already are brought to what they say of themselves now.
    fn enter_sites(&self, config: &Path) -> Outcome {
        let entries = [offset::PENSION_SITE, offset::TAX_SITE, offset::SHOP, offset::CLINIC].map(|offset| {
            let answer = process::get(self.port.saturating_add(offset), "/api/site")?;
            let (_, entry) =
                answer.split_once("\r\n\r\n").ok_or_else(|| Failure::new("a site does not say who it is"))?;
            Ok(entry.to_owned())
        });
        let entries = entries.into_iter().collect::<Outcome<Vec<_>>>()?;
        let path = self.data.join("sites.json");
        fs::write(&path, format!("[{}]", entries.join(","))).doing(format_args!("writing {}", path.display()))?;
        let mut enter = Command::new(self.programs.join("okno"));
        enter.arg("--config").arg(config).args(["admin", "sites", "add"]).arg(&path);
        process::capture(&mut enter).map(drop)
    }

    /// Gives the clinic the certificate of the portal's tokens, as an operator gives it to a system of ESIA.
    fn give_certificate(&self, config: &Path) -> Outcome {
        let mut print = Command::new(self.programs.join("okno"));
        print.arg("--config").arg(config).args(["admin", "esia", "certificate", "RS256"]);
        let path = self.keys().join("esia.crt");
        fs::write(&path, process::capture(&mut print)?).doing(format_args!("writing {}", path.display()))
    }

    fn start_portal(&self, config: &Path) -> Outcome<Service> {
        let mut portal = Service::start(
            "okno",
            process::bound_to_us(&self.programs.join("okno"), None, "TERM").arg("serve").arg("--config").arg(config),
            Some(&self.log("okno")),
            "TERM",
        )?;
        let management = self.port.saturating_add(offset::MANAGEMENT);
        explain(
            portal.wait_until("readiness", START, || process::answers_ok(management, "/health/ready")),
            &self.log("okno"),
        )?;
        Ok(portal)
    }

    /// Ends the portal and starts it again on what it left; returns how long the start took.
    pub(crate) fn restart_portal(&self, stack: &mut Stack) -> Outcome<Duration> {
        stack.portal.stop();
        let begun = Instant::now();
        stack.portal = self.start_portal(&self.config())?;
        Ok(begun.elapsed())
    }

    /// Starts everything.
    pub(crate) fn start(&self) -> Outcome<Stack> {
        self.check_ports()?;
        fs::create_dir_all(&self.data).doing(format_args!("creating {}", self.data.display()))?;
        self.make_keys()?;
        let letters = self.letters();
        fs::create_dir_all(&letters).doing(format_args!("creating {}", letters.display()))?;
        let simulators = self.start_simulators()?;
        let config = self.configure()?;
        process::run(Command::new(self.programs.join("okno")).arg("--config").arg(&config).arg("migrate"))?;
        self.import_centers(&config)?;
        self.import_operators(&config)?;
        self.enter_sites(&config)?;
        self.give_certificate(&config)?;
        let portal = self.start_portal(&config)?;
        Ok(Stack { portal, simulators })
    }
}

/// The rest of a line from its coordinates on, with the place moved: within the town, or to another one.
fn moved(rest: &str, copy: usize, far: bool) -> String {
    let mut parts = rest.splitn(3, ',');
    let mut degrees = || parts.next().and_then(|part| part.parse::<f64>().ok()).unwrap_or_default();
    let (latitude, longitude) = (degrees(), degrees());
    let step = |of: u8| f64::from(u8::try_from(copy % usize::from(of)).unwrap_or_default()) - f64::from(of / 2);
    let (north, east) = if far { (step(41) * 0.25, step(59) * 0.6) } else { (step(7) * 0.04, step(11) * 0.05) };
    let (latitude, longitude) = ((latitude + north).clamp(41.0, 80.0), (longitude + east).clamp(20.0, 179.0));
    format!("{latitude:.4},{longitude:.4},{}", parts.next().unwrap_or_default())
}

/// The day before today: it is over everywhere on the globe, or nearly.
fn yesterday() -> String {
    let since = std::time::UNIX_EPOCH.elapsed().unwrap_or_default().as_secs();
    // Days of the calendar from days since 1970-01-01, counted in eras of 400 years that begin in March.
    let days = (since / 86_400).saturating_sub(1) + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, year) = if month < 10 { (month + 3, year) } else { (month - 9, year + 1) };
    format!("{:04}-{month:02}-{day:02}", year + era * 400)
}

/// Adds what the program itself said to a failure to start it.
fn explain(outcome: Outcome, log: &Path) -> Outcome {
    outcome.map_err(|failure| {
        let said = fs::read_to_string(log).unwrap_or_default();
        let last: Vec<&str> = said.lines().rev().take(20).collect();
        let last: Vec<&str> = last.into_iter().rev().collect();
        Failure::new(format!("{failure}\n{}", last.join("\n")))
    })
}
