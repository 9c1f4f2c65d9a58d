//! An invented clinic whose site was written for ESIA, years ago and for another portal: a system of the dialect, as an integrator
//! writes one (docs/protocols/esia.md).
//!
//! It goes to `/aas/oauth2/v2/ac`, redeems at `/aas/oauth2/v3/te`, signs by detached PKCS #7 messages of RSA (`key`), verifies the id
//! token by the certificate that the portal's operator gave it, and reads the person from `/rs` (`esia`). Nothing of it is shared with
//! the portal's own side, and nothing of the protocol with the sites that speak OpenID Connect; pages, cookies and headers are theirs.

use std::{
    net::SocketAddr,
    path::PathBuf,
    sync::{Arc, Mutex},
};

use okno_domain::locale::Locale;
use serde_json::{Map, Value, json};
use tokio::sync::OnceCell;

use crate::{keys::KeyFault, net::Running, sites::Surroundings};

mod esia;
mod fault;
pub(crate) mod http;
mod key;
mod memory;
mod person;
mod words;

use key::Key;
use memory::Memory;

/// Its mnemonic.
pub const MNEMONIC: &str = "CLINIC";
/// The certificate of the portal's tokens, in the keys directory, as the portal's operator gives it out; read at each use.
pub const TOKEN_CERTIFICATE: &str = "esia.crt";
/// What it asks for.
const SCOPES: [&str; 6] = ["openid", "fullname", "birthdate", "snils", "mobile", "email"];

/// The clinic and the handle of tests.
pub struct Clinic {
    /// Where it is, without a slash at the end.
    url: String,
    /// Where the portal is, without a slash at the end.
    portal: Option<String>,
    http: reqwest::Client,
    keys: PathBuf,
    /// Read or made when it is needed for the first time.
    key: OnceCell<Key>,
    locale: Locale,
    memory: Mutex<Memory>,
}

impl Clinic {
    pub(crate) fn new(address: SocketAddr, around: &Surroundings<'_>) -> Arc<Self> {
        Arc::new(Self {
            url: format!("http://{address}"),
            portal: around.portal.clone(),
            http: around.http.clone(),
            keys: around.keys.to_owned(),
            key: OnceCell::new(),
            locale: around.locale,
            memory: Mutex::default(),
        })
    }

    /// Where it is.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Has the key made before anybody asks, where there is a portal that will: it takes its time.
    pub(crate) fn make_ready(self: &Arc<Self>, running: &Running) {
        let clinic = Arc::clone(self);
        if clinic.portal.is_some() {
            running.spawn(async move {
                if let Err(error) = clinic.key().await {
                    tracing::warn!(%error, "the clinic has no key");
                }
            });
        }
    }

    /// Its key with the certificate, from the keys directory.
    async fn key(&self) -> Result<&Key, KeyFault> {
        let dir = self.keys.clone();
        let made = || async {
            let made = tokio::task::spawn_blocking(move || Key::read_or_make(&dir));
            made.await.unwrap_or_else(|error| Err(KeyFault::Unmade(error.to_string())))
        };
        self.key.get_or_try_init(made).await
    }

    /// What it says of itself to whoever enters it at the portal: the file that `okno admin sites add` takes.
    pub async fn entry(&self) -> Result<Value, KeyFault> {
        let scopes: Map<String, Value> = SCOPES
            .iter()
            .filter(|scope| **scope != "openid")
            .map(|scope| ((*scope).to_owned(), purpose(scope)))
            .collect();
        let [ru, en, fr] = ["Поликлиника «Подорожник»", "The Plantain clinic", "Clinique « Le Plantain »"];
        Ok(json!({
            "client_id": MNEMONIC,
            // Addresses on the developer's own machine are for sites under test.
            "stage": "test",
            "metadata": {
                "client_name": en, "client_name#ru": ru, "client_name#en": en, "client_name#fr": fr,
                "client_uri": format!("{}/", self.url),
            },
            "rule": { "least_level": "simplified", "scopes": scopes },
            "esia": {
                "redirects": [format!("{}/callback", self.url), format!("{}/signed-out", self.url)],
                "redirect_rule": "exact",
                "certificates": [self.key().await?.certificate_pem()],
                "algorithm": "RS256",
                // Messages of RSA are of the first generation; the paths and what is signed are of the later ones.
                "mode": "lenient",
            },
        }))
    }
}

/// Why it asks for it, as the person reads on the portal.
fn purpose(scope: &str) -> Value {
    let [ru, en, fr] = match scope {
        "birthdate" => ["Чтобы найти вашу карту", "To find your record", "Pour trouver votre dossier"],
        "snils" => [
            "Чтобы проверить прикрепление к поликлинике",
            "To check that you belong to this clinic",
            "Pour vérifier que vous relevez de cette clinique",
        ],
        "mobile" => [
            "Чтобы сообщить, если приём перенесут",
            "To tell you when an appointment is moved",
            "Pour vous prévenir si un rendez-vous est déplacé",
        ],
        "email" => ["Чтобы прислать талон", "To send you the ticket", "Pour vous envoyer le ticket"],
        _ => [
            "Чтобы записать вас к врачу",
            "To book the appointment in your name",
            "Pour prendre rendez-vous à votre nom",
        ],
    };
    json!({ "ru": ru, "en": en, "fr": fr })
}
