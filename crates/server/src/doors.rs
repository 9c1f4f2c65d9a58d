//! Where pages are served: the usual address, one for clients with certificates, and one that leads from plain HTTP to TLS.

use std::{path::PathBuf, sync::Arc, time::Duration};

use axum::Router;
use okno_app::Clock as _;
use tokio::{net::TcpListener, signal::unix::Signal, sync::watch, task::JoinSet};

use crate::{
    config::Config,
    exit::Failure,
    listen::{self, Limits, Speech},
    redirect,
    system::SystemClock,
    tls::{Keeper, Stats},
};

/// Connections of those who are only led on; they ask once and leave.
const LED: u32 = 256;
/// How long they may take to ask, so that silent ones do not keep authorities out.
const LED_TIME: Duration = Duration::from_secs(5);

/// The addresses, taken and not yet served.
pub(crate) struct Doors {
    pages: TcpListener,
    mutual: Option<TcpListener>,
    redirect: Option<TcpListener>,
    keeper: Option<(Keeper, Signal)>,
    origin: Arc<str>,
    /// Where the answers to an authority's questions are.
    challenges: Option<PathBuf>,
}

impl Doors {
    /// Reads the certificates and takes the addresses.
    pub(crate) async fn open(config: &Config) -> Result<Self, Failure> {
        let server = &config.server;
        let keeper = match &server.tls {
            Some(tls) => Some((Keeper::open(tls, SystemClock.now())?, Keeper::told()?)),
            None => None,
        };
        let mutual = server.tls.as_ref().and_then(|tls| tls.mutual_listen);
        Ok(Self {
            pages: listen::bind(server.listen, "server.listen").await?,
            mutual: match mutual {
                Some(address) => Some(listen::bind(address, "server.tls.mutual_listen").await?),
                None => None,
            },
            redirect: match server.redirect_from {
                Some(address) => Some(listen::bind(address, "server.redirect_from").await?),
                None => None,
            },
            keeper,
            origin: Arc::from(config.public_url.0.trim_end_matches('/')),
            challenges: server.challenge_directory.clone(),
        })
    }

    /// What is counted of TLS, if it is spoken.
    pub(crate) fn stats(&self) -> Option<Arc<Stats>> {
        self.keeper.as_ref().map(|(keeper, _)| keeper.stats())
    }

    /// The addresses in words: pages, those with certificates, those led on; empty where there is none.
    pub(crate) fn addresses(&self) -> [String; 3] {
        [Some(&self.pages), self.mutual.as_ref(), self.redirect.as_ref()]
            .map(|listener| listener.map(listen::address).unwrap_or_default())
    }

    /// Serves at all of them.
    pub(crate) fn serve(
        self,
        work: &mut JoinSet<()>,
        router: &Router,
        limits: Limits,
        stopping: &watch::Receiver<bool>,
    ) {
        let speech = |is_mutual| match &self.keeper {
            Some((keeper, _)) => Speech::Tls(keeper.speaker(is_mutual, &self.origin)),
            None => Speech::Plain,
        };
        work.spawn(listen::serve(self.pages, router.clone(), speech(false), limits, stopping.clone()));
        if let Some(mutual) = self.mutual {
            work.spawn(listen::serve(mutual, router.clone(), speech(true), limits, stopping.clone()));
        }
        if let Some(listener) = self.redirect {
            let header_timeout = limits.header_timeout.min(LED_TIME);
            let limits = Limits { connections: LED, header_timeout };
            let led = redirect::router(&self.origin, self.challenges.as_deref());
            work.spawn(listen::serve(listener, led, Speech::Plain, limits, stopping.clone()));
        }
        if let Some((keeper, told)) = self.keeper {
            work.spawn(keeper.run(told, stopping.clone()));
        }
    }
}
