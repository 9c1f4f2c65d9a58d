//! The systems around Okno that are not ours, over the wires the real ones would use: two registries, an SMS center (SMPP
//! and HTTP), a mail server, two online banks, a carrier of letters, a virus scanner, three sites where people sign in with
//! their account, a clinic whose site was written for ESIA, and a page that shows what people would see on their phones and in their mailboxes.
//!
//! For demos and tests only. Everything listens on one address, everybody on it may read everything; there are no secrets
//! here but those that the wires ask for. Nothing of this belongs to the shipped product.

use std::{io, net::SocketAddr, path::PathBuf, sync::Arc};

use okno_domain::locale::Locale;
use tokio::net::TcpListener;

pub mod bank;
pub mod carrier;
mod chance;
pub mod clamd;
pub mod clinic;
pub mod inbox;
pub mod jws;
mod keys;
mod language;
pub mod mailbox;
mod net;
mod pages;
pub mod phone;
pub mod population;
pub mod registry;
pub mod sites;
pub mod smpp;
pub mod sms_gateway;
pub mod smtp;
mod text;

use bank::{Bank, BankName};
use carrier::Carrier;
use clamd::Clamd;
use clinic::Clinic;
pub use keys::{KeyFault, OKNO_PUBLIC, PORTAL_AUTHORITY, SMTP_AUTHORITY};
use mailbox::Mailboxes;
use net::Running;
use phone::Phones;
use population::{Person, Population, PopulationFault};
use registry::{Registry, RegistryName, Switches};
use sites::{Site, SiteName};
use smpp::Smsc;
use sms_gateway::SmsGateway;
use smtp::MailServer;

/// What to start and where.
#[derive(Clone, Debug)]
pub struct SimulatorsConfig {
    /// The address to listen on.
    pub listen: std::net::IpAddr,
    /// The first of the ports, each at its offset in [`Addresses`]; `None` for any free ones.
    pub base_port: Option<u16>,
    /// Where keys are kept, and where Okno's public key is looked for (`okno.pub`).
    pub keys: PathBuf,
    /// A directory whose `persons.toml` adds to the built-in population.
    pub data: Option<PathBuf>,
    /// The name (`kid`) of Okno's key in requests to registries.
    pub asker_key_id: String,
    /// The registries' switches at the start.
    pub switches: Switches,
    /// `system_id` for SMPP and user for SMTP.
    pub user: String,
    /// The password for both; SMPP allows no more than 8 characters.
    pub password: String,
    /// The token of the HTTP SMS gateway.
    pub token: String,
    /// The language of pages when nobody chose one.
    pub locale: Locale,
    /// The folder in which the carrier finds batches of letters; without one it has nothing to do.
    pub letters: Option<PathBuf>,
    /// The portal's address, for the sites where people sign in with it; without one nobody can.
    pub portal: Option<String>,
}

impl SimulatorsConfig {
    /// On this machine, on any free ports, with the known credentials.
    pub fn local(keys: impl Into<PathBuf>) -> Self {
        Self {
            listen: std::net::Ipv4Addr::LOCALHOST.into(),
            base_port: None,
            keys: keys.into(),
            data: None,
            asker_key_id: "okno".into(),
            switches: Switches::default(),
            user: "okno".into(),
            password: "oknodemo".into(),
            token: "okno-demo-token".into(),
            locale: Locale::default(),
            letters: None,
            portal: None,
        }
    }
}

/// Where everything listens. With a base port, at these offsets.
#[derive(Clone, Copy, Debug)]
pub struct Addresses {
    /// Offset 0: the page of phones and mailboxes, the switches, the JSON interface.
    pub page: SocketAddr,
    /// Offset 1: the pension registry.
    pub pension_fund: SocketAddr,
    /// Offset 2: the interior ministry's registry.
    pub interior_ministry: SocketAddr,
    /// Offset 3: SMPP.
    pub smpp: SocketAddr,
    /// Offset 4: the HTTP SMS gateway.
    pub sms_gateway: SocketAddr,
    /// Offset 5: SMTP.
    pub smtp: SocketAddr,
    /// Offset 6: Blue Bridge Bank.
    pub blue_bridge: SocketAddr,
    /// Offset 7: Rowan Bank.
    pub rowan: SocketAddr,
    /// Offset 8: the carrier of letters.
    pub carrier: SocketAddr,
    /// Offset 9: the virus scanner.
    pub clamd: SocketAddr,
    /// Offset 11 (10 is left to the portal's own management port): the pension fund's site.
    pub pension_site: SocketAddr,
    /// Offset 12: the tax service's site.
    pub tax_site: SocketAddr,
    /// Offset 13: the shop.
    pub shop: SocketAddr,
    /// Offset 14: the clinic.
    pub clinic: SocketAddr,
}

/// Why the simulators cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartFault {
    /// An address cannot be listened on.
    #[error("{wire}: cannot listen on {address}: {source}")]
    Listen {
        /// Which wire.
        wire: &'static str,
        /// Where.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The base port leaves no room for the others.
    #[error("the base port is too high")]
    BasePort,
    /// The keys cannot be had.
    #[error(transparent)]
    Keys(#[from] KeyFault),
    /// The keys directory cannot be made.
    #[error("the keys directory cannot be made: {0}")]
    Directory(io::Error),
    /// The population cannot be used.
    #[error(transparent)]
    Population(#[from] PopulationFault),
    /// TLS cannot be set up.
    #[error("TLS: {0}")]
    Tls(#[from] rustls::Error),
    /// The HTTP client for callbacks cannot be set up.
    #[error("HTTP client: {0}")]
    Client(#[from] reqwest::Error),
}

/// All of it, shared by the wires, the pages and the tests.
pub(crate) struct World {
    pub(crate) population: Arc<Population>,
    pub(crate) phones: Arc<Phones>,
    pub(crate) mailboxes: Arc<Mailboxes>,
    pub(crate) registries: [Arc<Registry>; 2],
    pub(crate) smsc: Arc<Smsc>,
    pub(crate) sms_gateway: Arc<SmsGateway>,
    pub(crate) mail_server: Arc<MailServer>,
    pub(crate) banks: [Arc<Bank>; 2],
    pub(crate) carrier: Arc<Carrier>,
    pub(crate) clamd: Arc<Clamd>,
    pub(crate) sites: [Arc<Site>; 3],
    pub(crate) clinic: Arc<Clinic>,
    pub(crate) bell: inbox::Bell,
    pub(crate) locale: Locale,
    pub(crate) stop: tokio_util::sync::CancellationToken,
}

impl World {
    pub(crate) fn registry(&self, name: RegistryName) -> &Arc<Registry> {
        let [pension_fund, interior_ministry] = &self.registries;
        match name {
            RegistryName::PensionFund => pension_fund,
            RegistryName::InteriorMinistry => interior_ministry,
        }
    }

    pub(crate) fn bank(&self, name: BankName) -> &Arc<Bank> {
        let [blue_bridge, rowan] = &self.banks;
        match name {
            BankName::BlueBridge => blue_bridge,
            BankName::Rowan => rowan,
        }
    }

    pub(crate) fn site(&self, name: SiteName) -> &Arc<Site> {
        let [pension, tax, shop] = &self.sites;
        match name {
            SiteName::Pension => pension,
            SiteName::Tax => tax,
            SiteName::Shop => shop,
        }
    }
}

/// The running simulators; dropping them stops them.
pub struct Simulators {
    world: Arc<World>,
    running: Running,
    addresses: Addresses,
}

impl Simulators {
    /// Makes missing keys, listens everywhere and serves.
    pub async fn start(config: SimulatorsConfig) -> Result<Self, StartFault> {
        // Someone may have chosen a provider before; then theirs serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        std::fs::create_dir_all(&config.keys).map_err(StartFault::Directory)?;
        let listeners = Listeners::open(&config).await?;
        let addresses = listeners.addresses()?;
        let running = Running::new();
        let world = Arc::new(world(&config, &addresses, &running)?);
        listeners.serve(&world, &running);
        Ok(Self { world, running, addresses })
    }

    /// Where everything listens.
    pub fn addresses(&self) -> Addresses {
        self.addresses
    }

    /// The base address of a registry, as Okno is configured with it.
    pub fn registry_url(&self, name: RegistryName) -> String {
        match name {
            RegistryName::PensionFund => format!("http://{}", self.addresses.pension_fund),
            RegistryName::InteriorMinistry => format!("http://{}", self.addresses.interior_ministry),
        }
    }

    /// Everybody the registries may know.
    pub fn persons(&self) -> &[Person] {
        self.world.population.persons()
    }

    /// One person by key, such as `anna`.
    pub fn person(&self, key: &str) -> Option<&Person> {
        self.world.population.person(key)
    }

    /// The phones.
    pub fn phones(&self) -> &Phones {
        &self.world.phones
    }

    /// The mailboxes.
    pub fn mailboxes(&self) -> &Mailboxes {
        &self.world.mailboxes
    }

    /// A registry: its switches and its log.
    pub fn registry(&self, name: RegistryName) -> &Registry {
        self.world.registry(name)
    }

    /// The SMS center's switches.
    pub fn smsc(&self) -> &Smsc {
        &self.world.smsc
    }

    /// The HTTP SMS gateway's switches.
    pub fn sms_gateway(&self) -> &SmsGateway {
        &self.world.sms_gateway
    }

    /// The mail server's switches.
    pub fn mail_server(&self) -> &MailServer {
        &self.world.mail_server
    }

    /// A bank: its switches and its clients.
    pub fn bank(&self, name: BankName) -> &Bank {
        self.world.bank(name)
    }

    /// The carrier: its switches and its items.
    pub fn carrier(&self) -> &Carrier {
        &self.world.carrier
    }

    /// The virus scanner's switches.
    pub fn clamd(&self) -> &Clamd {
        &self.world.clamd
    }

    /// A site: its switches and its entry at the portal.
    pub fn site(&self, name: SiteName) -> &Site {
        self.world.site(name)
    }

    /// The clinic.
    pub fn clinic(&self) -> &Clinic {
        &self.world.clinic
    }

    /// Stops and waits until every connection has ended.
    pub async fn stop(self) {
        self.running.stop.cancel();
        self.running.tasks.close();
        self.running.tasks.wait().await;
    }
}

impl Drop for Simulators {
    fn drop(&mut self) {
        self.running.stop.cancel();
    }
}

fn world(config: &SimulatorsConfig, addresses: &Addresses, running: &Running) -> Result<World, StartFault> {
    let bell = inbox::Bell::new();
    let population = Arc::new(Population::load(config.data.as_deref())?);
    let portal = reqwest::Certificate::from_pem(keys::portal_authority(&config.keys)?.as_bytes())?;
    let client = reqwest::Client::builder()
        .add_root_certificate(portal)
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(std::time::Duration::from_secs(5))
        .no_proxy()
        .build()?;
    let registry = |name| {
        let keys = (config.keys.as_path(), config.asker_key_id.as_str());
        let (population, switches) = (Arc::clone(&population), config.switches.clone());
        Registry::new(name, keys, switches, population, client.clone(), bell.clone(), running.clone())
    };
    let around = sites::Surroundings {
        keys: &config.keys,
        portal: config.portal.clone(),
        http: client.clone(),
        locale: config.locale,
        bell: bell.clone(),
    };
    let site = |name, address| Site::new(name, address, &around);
    let (chain, key) = keys::smtp_certificate(&config.keys)?;
    let tls = rustls::ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key)?;
    let phones = Arc::new(Phones::new(bell.clone()));
    let mailboxes = Arc::new(Mailboxes::new(bell.clone()));
    let (user, password) = (config.user.clone(), config.password.clone());
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(tls));
    let bank = |name, address| {
        Bank::new(name, address, Arc::clone(&population), (config.keys.as_path(), config.asker_key_id.as_str()))
    };
    Ok(World {
        banks: [bank(BankName::BlueBridge, addresses.blue_bridge), bank(BankName::Rowan, addresses.rowan)],
        carrier: Carrier::new(addresses.carrier, config.letters.clone(), bell.clone()),
        clamd: Clamd::new(),
        sites: [
            site(SiteName::Pension, addresses.pension_site)?,
            site(SiteName::Tax, addresses.tax_site)?,
            site(SiteName::Shop, addresses.shop)?,
        ],
        clinic: Clinic::new(addresses.clinic, &around),
        registries: [registry(RegistryName::PensionFund)?, registry(RegistryName::InteriorMinistry)?],
        smsc: Smsc::new(user.clone(), password.clone(), Arc::clone(&phones), bell.clone()),
        sms_gateway: SmsGateway::new(config.token.clone(), Arc::clone(&phones)),
        mail_server: MailServer::new(user, password, Arc::clone(&mailboxes), acceptor),
        population,
        phones,
        mailboxes,
        bell,
        locale: config.locale,
        stop: running.stop.clone(),
    })
}

struct Listeners {
    page: TcpListener,
    pension_fund: TcpListener,
    interior_ministry: TcpListener,
    smpp: TcpListener,
    sms_gateway: TcpListener,
    smtp: TcpListener,
    blue_bridge: TcpListener,
    rowan: TcpListener,
    carrier: TcpListener,
    clamd: TcpListener,
    pension_site: TcpListener,
    tax_site: TcpListener,
    shop: TcpListener,
    clinic: TcpListener,
}

impl Listeners {
    async fn open(config: &SimulatorsConfig) -> Result<Self, StartFault> {
        let open = async |wire, offset| {
            let port = match config.base_port {
                None => 0,
                Some(base) => base.checked_add(offset).ok_or(StartFault::BasePort)?,
            };
            let address = SocketAddr::new(config.listen, port);
            TcpListener::bind(address).await.map_err(|source| StartFault::Listen { wire, address, source })
        };
        Ok(Self {
            page: open("page", 0).await?,
            pension_fund: open("pension_fund", 1).await?,
            interior_ministry: open("interior_ministry", 2).await?,
            smpp: open("smpp", 3).await?,
            sms_gateway: open("sms_gateway", 4).await?,
            smtp: open("smtp", 5).await?,
            blue_bridge: open("blue_bridge", 6).await?,
            rowan: open("rowan", 7).await?,
            carrier: open("carrier", 8).await?,
            clamd: open("clamd", 9).await?,
            pension_site: open("pension_site", 11).await?,
            tax_site: open("tax_site", 12).await?,
            shop: open("shop", 13).await?,
            clinic: open("clinic", 14).await?,
        })
    }

    fn addresses(&self) -> Result<Addresses, StartFault> {
        let address = |listener: &TcpListener| listener.local_addr().map_err(StartFault::Directory);
        Ok(Addresses {
            page: address(&self.page)?,
            pension_fund: address(&self.pension_fund)?,
            interior_ministry: address(&self.interior_ministry)?,
            smpp: address(&self.smpp)?,
            sms_gateway: address(&self.sms_gateway)?,
            smtp: address(&self.smtp)?,
            blue_bridge: address(&self.blue_bridge)?,
            rowan: address(&self.rowan)?,
            carrier: address(&self.carrier)?,
            clamd: address(&self.clamd)?,
            pension_site: address(&self.pension_site)?,
            tax_site: address(&self.tax_site)?,
            shop: address(&self.shop)?,
            clinic: address(&self.clinic)?,
        })
    }

    fn serve(self, world: &Arc<World>, running: &Running) {
        net::serve_http(running, "page", self.page, pages::router(Arc::clone(world)), Arc::new(|| false));
        for (name, listener) in
            [(RegistryName::PensionFund, self.pension_fund), (RegistryName::InteriorMinistry, self.interior_ministry)]
        {
            let registry = Arc::clone(world.registry(name));
            let broken = Arc::clone(&registry);
            let router = registry::http::router(registry);
            net::serve_http(running, name.word(), listener, router, Arc::new(move || broken.is_broken()));
        }
        for (name, listener) in [(BankName::BlueBridge, self.blue_bridge), (BankName::Rowan, self.rowan)] {
            let bank = Arc::clone(world.bank(name));
            let broken = Arc::clone(&bank);
            net::serve_http(
                running,
                name.word(),
                listener,
                bank::http::router(bank),
                Arc::new(move || broken.is_broken()),
            );
        }
        for (name, listener) in
            [(SiteName::Pension, self.pension_site), (SiteName::Tax, self.tax_site), (SiteName::Shop, self.shop)]
        {
            let site = Arc::clone(world.site(name));
            let broken = Arc::clone(&site);
            let router = sites::http::router(site);
            net::serve_http(running, name.word(), listener, router, Arc::new(move || broken.is_broken()));
        }
        world.clinic.make_ready(running);
        let router = clinic::http::router(Arc::clone(&world.clinic));
        net::serve_http(running, "clinic", self.clinic, router, Arc::new(|| false));
        let carrier = Arc::clone(&world.carrier);
        carrier.watch(running);
        let router = carrier::http::router(Arc::clone(&carrier));
        net::serve_http(running, "carrier", self.carrier, router, Arc::new(move || carrier.is_broken()));
        let gateway = Arc::clone(&world.sms_gateway);
        let router = sms_gateway::router(Arc::clone(&gateway));
        net::serve_http(running, "sms_gateway", self.sms_gateway, router, Arc::new(move || gateway.is_broken()));
        world.smsc.serve(running, self.smpp);
        world.mail_server.serve(running, self.smtp);
        world.clamd.serve(running, self.clamd);
    }
}
