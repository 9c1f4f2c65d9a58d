//! Keeps the certificates: looks at their files from time to time and takes renewed ones. Connections that are open stay
//! as they are; broken files change nothing.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use okno_app::Clock as _;
use rustls::ServerConfig;
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
    time::sleep,
};

use super::{
    files::{self, Contents, Material},
    handshake,
    stats::{Reload, Stats},
};
use crate::{config::TlsConfig, exit::Failure, system::SystemClock};

/// How handshakes are held at each of the two addresses.
struct Current {
    pages: Arc<ServerConfig>,
    mutual: Arc<ServerConfig>,
}

impl Current {
    fn new(config: &TlsConfig, material: &Material) -> Result<Self, String> {
        Ok(Self {
            pages: handshake::config(config, material, config.asks(false))?,
            mutual: handshake::config(config, material, config.asks(true))?,
        })
    }
}

/// Whoever looks after the certificates of a running program.
pub(crate) struct Keeper {
    config: TlsConfig,
    contents: Contents,
    current: watch::Sender<Current>,
    stats: Arc<Stats>,
    /// What was wrong at the last look; it is logged once.
    refused: Option<String>,
}

/// What a listener needs to speak TLS.
#[derive(Clone)]
pub(crate) struct Speaker {
    current: watch::Receiver<Current>,
    is_mutual: bool,
    pub(super) handshake_timeout: Duration,
    /// Where somebody is sent who speaks plain HTTP.
    pub(super) origin: Arc<str>,
    pub(super) stats: Arc<Stats>,
}

impl Speaker {
    /// How the next handshake is held.
    pub(super) fn config(&self) -> Arc<ServerConfig> {
        let current = self.current.borrow();
        Arc::clone(if self.is_mutual { &current.mutual } else { &current.pages })
    }
}

impl Keeper {
    /// Reads the files for the first time; what is wrong with them stops the program.
    pub(crate) fn open(config: &TlsConfig, now: Timestamp) -> Result<Self, Failure> {
        let wrong = |what| Failure::Config(vec![what]);
        let contents = files::read(config).map_err(wrong)?;
        let material = files::parse(config, &contents).map_err(wrong)?;
        let current = Current::new(config, &material).map_err(wrong)?;
        for exposed in config.pairs().filter_map(|(_, key)| files::exposure(key)) {
            tracing::warn!(reason = exposed, "a private key is not private");
        }
        let stats = Arc::new(Stats::default());
        note(&stats, &material, now);
        Ok(Self { config: config.clone(), contents, current: watch::Sender::new(current), stats, refused: None })
    }

    /// What is counted.
    pub(crate) fn stats(&self) -> Arc<Stats> {
        Arc::clone(&self.stats)
    }

    /// For a listener: `server.listen`, or `server.tls.mutual_listen`.
    pub(crate) fn speaker(&self, is_mutual: bool, origin: &str) -> Speaker {
        Speaker {
            current: self.current.subscribe(),
            is_mutual,
            handshake_timeout: Duration::from_secs(u64::from(self.config.handshake_timeout_seconds)),
            origin: Arc::from(origin),
            stats: Arc::clone(&self.stats),
        }
    }

    /// Hears when it is told to look; from here on SIGHUP does not end the program.
    pub(crate) fn told() -> Result<Signal, Failure> {
        signal(SignalKind::hangup()).map_err(|error| Failure::other("listening for signals", error))
    }

    /// Looks at the files until the program stops.
    pub(crate) async fn run(mut self, mut told: Signal, mut stopping: watch::Receiver<bool>) {
        let every = Duration::from_secs(u64::from(self.config.reload_seconds));
        loop {
            let asked = tokio::select! {
                _ = stopping.wait_for(|stops| *stops) => return,
                Some(()) = told.recv() => true,
                () = sleep(every), if !every.is_zero() => false,
            };
            // Files are read beside the requests, not in between.
            let looked = tokio::task::spawn_blocking(move || {
                self.look(asked, SystemClock.now());
                self
            });
            match looked.await {
                Ok(keeper) => self = keeper,
                Err(_) => return,
            }
        }
    }

    /// Takes the files if they have changed and are sound. Whoever asked is always answered in the log.
    pub(super) fn look(&mut self, asked: bool, now: Timestamp) {
        match self.renew(now) {
            Ok(changed) => {
                self.refused = None;
                if changed {
                    self.stats.count(Reload::Taken);
                    tracing::info!("the certificates are taken anew");
                } else if asked {
                    tracing::info!("the certificates have not changed");
                }
            }
            Err(reason) => {
                self.stats.count(Reload::Refused);
                if asked || self.refused.as_ref() != Some(&reason) {
                    tracing::error!(reason, "the new certificates cannot be used; the earlier ones stay");
                }
                self.refused = Some(reason);
            }
        }
    }

    fn renew(&mut self, now: Timestamp) -> Result<bool, String> {
        let contents = files::read(&self.config)?;
        if contents == self.contents {
            return Ok(false);
        }
        let material = files::parse(&self.config, &contents)?;
        self.current.send_replace(Current::new(&self.config, &material)?);
        self.contents = contents;
        note(&self.stats, &material, now);
        Ok(true)
    }
}

/// Notes until when the certificates are valid. What is wrong with their days is told and served all the same: clients
/// that mind it leave, and nobody is better off without an answer.
fn note(stats: &Stats, material: &Material, now: Timestamp) {
    for trouble in material.certificates.iter().filter_map(|certificate| certificate.trouble(now)) {
        tracing::warn!(reason = trouble, "a certificate has to be renewed");
    }
    let first_end = material.certificates.iter().map(|certificate| certificate.not_after).min();
    stats.valid_until(first_end.unwrap_or(Timestamp::MIN));
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;
    use crate::{
        config::{ClientCertificates, TlsVersion},
        tls::certificate::tests::made,
    };

    fn config(folder: &Path) -> TlsConfig {
        TlsConfig {
            certificate_file: folder.join("chain.pem"),
            key_file: folder.join("key.pem"),
            more: Vec::new(),
            minimum_version: TlsVersion::V12,
            http2: true,
            handshake_timeout_seconds: 10,
            reload_seconds: 0,
            client_certificates: ClientCertificates::Off,
            client_authorities: Vec::new(),
            mutual_listen: None,
        }
    }

    fn write(folder: &Path, name: &str) {
        let made = made(&[name]);
        fs::write(folder.join("chain.pem"), made.cert.pem()).unwrap();
        fs::write(folder.join("key.pem"), made.signing_key.serialize_pem()).unwrap();
    }

    fn now() -> Timestamp {
        "2030-06-01T00:00:00Z".parse().unwrap()
    }

    /// The loop of a renewal: unchanged, renewed, half written, whole again.
    #[test]
    fn renewed_files_are_taken_and_broken_ones_are_not() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "a.example");
        let mut keeper = Keeper::open(&config(folder.path()), now()).unwrap();
        let speaker = keeper.speaker(false, "https://a.example");
        let first = speaker.config();
        keeper.look(false, now());
        assert!(Arc::ptr_eq(&first, &speaker.config()), "nothing has changed");

        write(folder.path(), "b.example");
        keeper.look(false, now());
        let second = speaker.config();
        assert!(!Arc::ptr_eq(&first, &second));
        assert_eq!((keeper.stats.reloads(Reload::Taken), keeper.stats.reloads(Reload::Refused)), (1, 0));

        // A renewal writes one file after the other.
        let stranger = made(&["c.example"]).signing_key.serialize_pem();
        for (broken, why) in [(stranger.as_str(), "does not belong"), ("-----BEGIN PRIV", "no private key")] {
            fs::write(folder.path().join("key.pem"), broken).unwrap();
            keeper.look(false, now());
            assert!(keeper.refused.as_ref().unwrap().contains(why), "{:?}", keeper.refused);
            assert!(Arc::ptr_eq(&second, &speaker.config()));
        }
        fs::remove_file(folder.path().join("chain.pem")).unwrap();
        keeper.look(false, now());
        assert!(keeper.refused.as_ref().unwrap().contains("cannot be read"));
        assert_eq!(keeper.stats.reloads(Reload::Refused), 3);

        write(folder.path(), "b.example");
        keeper.look(false, now());
        assert!(keeper.refused.is_none() && !Arc::ptr_eq(&second, &speaker.config()));
    }

    #[test]
    fn what_is_wrong_at_the_start_is_told_by_its_setting() {
        let folder = tempfile::tempdir().unwrap();
        let told = |config: &TlsConfig| Keeper::open(config, now()).err().unwrap().to_string();
        let config = config(folder.path());
        assert!(told(&config).contains("server.tls.certificate_file: "), "{}", told(&config));
        write(folder.path(), "a.example");
        let authority = folder.path().join("ca.pem");
        let asks = TlsConfig {
            client_certificates: ClientCertificates::Optional,
            client_authorities: vec![authority.clone()],
            ..config
        };
        assert!(told(&asks).contains("server.tls.client_authorities: "));
        fs::write(&authority, "no certificate").unwrap();
        assert!(told(&asks).contains("contains no certificate"));
    }
}
