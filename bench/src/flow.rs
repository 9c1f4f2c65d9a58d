//! What sites do by OpenID Connect, and what their visitors do for it. The same steps for every server: where its endpoints
//! are is read from its discovery document.

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::Value;

use crate::browser::{Browser, local};
use crate::form;
use crate::http::{Client, Fault, Request};
use crate::load::{Doing, Worker};

/// The pair of RFC 7636, appendix B: proofs of possession of the code are computed by the servers alike, whatever the verifier.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

const DISCOVERY: &str = "/.well-known/openid-configuration";

/// The server, and where its endpoints are.
pub(crate) struct Server {
    pub(crate) port: u16,
    authorize: String,
    token: String,
    userinfo: String,
    introspect: String,
    keys: String,
}

impl Server {
    pub(crate) async fn discover(port: u16) -> Result<Self, Fault> {
        let document = json(&mut Client::of(port), &Request::get(DISCOVERY)).await?;
        let at = |name: &str| {
            let address = document.get(name).and_then(Value::as_str).map(local);
            address.ok_or_else(|| Fault::Unexpected(format!("discovery names no {name}")))
        };
        Ok(Self {
            port,
            authorize: at("authorization_endpoint")?,
            token: at("token_endpoint")?,
            userinfo: at("userinfo_endpoint")?,
            introspect: at("introspection_endpoint")?,
            keys: at("jwks_uri")?,
        })
    }
}

/// A site that is registered there.
pub(crate) struct Site {
    id: String,
    callback: String,
    /// The header by which it says who it is (RFC 6749 2.3.1).
    basic: String,
}

impl Site {
    /// The site with this name in a file as `okno admin sites add` takes it.
    pub(crate) fn of(file: &Value, id: &str) -> Result<Self, Fault> {
        let missing = || Fault::Unexpected(format!("the file of sites has no {id}"));
        let all = file.as_array().ok_or_else(missing)?;
        let is = |site: &&Value| site.get("client_id").and_then(Value::as_str) == Some(id);
        let site = all.iter().find(is).ok_or_else(missing)?;
        let text = |at: &str| site.pointer(at).and_then(Value::as_str).ok_or_else(missing);
        let encode = |text| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let pair = format!("{}:{}", encode(id), encode(text("/secret")?));
        Ok(Self {
            id: id.to_owned(),
            callback: text("/metadata/redirect_uris/0")?.to_owned(),
            basic: format!("Basic {}", STANDARD.encode(pair)),
        })
    }
}

/// A person with an account.
#[derive(Clone)]
pub(crate) struct Visitor {
    pub(crate) login: String,
    pub(crate) password: String,
}

/// What a site gets for a code or a refresh token.
#[derive(Clone)]
pub(crate) struct Tokens {
    pub(crate) access: String,
    pub(crate) refresh: Option<String>,
}

async fn json(client: &mut Client, request: &Request) -> Result<Value, Fault> {
    let answer = client.ask(request).await?;
    if answer.status != 200 {
        let said = String::from_utf8_lossy(&answer.body).chars().take(200).collect::<String>();
        return Err(Fault::Unexpected(format!("{} answers {}: {said}", request.path, answer.status)));
    }
    serde_json::from_slice(&answer.body).map_err(|_| Fault::Malformed("no JSON"))
}

/// A site with its visitor: everything that the measurements do.
pub(crate) struct Party {
    server: Arc<Server>,
    site: Arc<Site>,
    client: Client,
    pub(crate) browser: Browser,
    scope: &'static str,
}

impl Party {
    pub(crate) fn new(server: Arc<Server>, site: Arc<Site>, scope: &'static str) -> Self {
        let port = server.port;
        Self { client: Client::of(port), browser: Browser::open(port), server, site, scope }
    }

    fn ask(&self, path: &str, fields: &[(&str, &str)]) -> Request {
        Request::post(path, form::encode(fields.iter().copied())).authorized(&self.site.basic)
    }

    /// The visitor comes to the server; gives the address at which the site gets them back, if that is at once.
    pub(crate) async fn arrive(&mut self) -> Result<Option<String>, Fault> {
        let Site { id, callback, .. } = &*self.site;
        let fields = [
            ("client_id", id.as_str()),
            ("response_type", "code"),
            ("redirect_uri", callback.as_str()),
            ("scope", self.scope),
            ("state", "af0ifjsldkj"),
            ("nonce", "n-0S6_WzA2Mj"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        let path = format!("{}?{}", self.server.authorize, form::encode(fields));
        self.browser.until(Request::get(path), Some(callback)).await
    }

    /// The visitor sends the form of the page.
    pub(crate) async fn send(&mut self, fields: &[(&str, &str)]) -> Result<Option<String>, Fault> {
        let request = self.browser.filled(fields)?;
        self.browser.until(request, Some(&self.site.callback)).await
    }

    /// The site trades in the code of that address.
    pub(crate) async fn redeem(&mut self, back: Option<String>) -> Result<Tokens, Fault> {
        let path = &self.browser.path;
        let back = back.ok_or_else(|| Fault::Unexpected(format!("{path} does not lead back to the site")))?;
        let query = back.split_once('?').map_or("", |(_, query)| query);
        let code = query.split('&').find_map(|pair| pair.strip_prefix("code="));
        let code = code.ok_or_else(|| Fault::Unexpected(format!("no code comes back: {query}")))?;
        let code = percent_decode_str(code).decode_utf8_lossy().into_owned();
        let site = Arc::clone(&self.site);
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", site.callback.as_str()),
            ("code_verifier", VERIFIER),
        ];
        self.tokens(&fields).await
    }

    async fn tokens(&mut self, fields: &[(&str, &str)]) -> Result<Tokens, Fault> {
        let request = self.ask(&self.server.token, fields);
        let answer = json(&mut self.client, &request).await?;
        let text = |name: &str| answer.get(name).and_then(Value::as_str).map(str::to_owned);
        let access = text("access_token").ok_or(Fault::Malformed("no access token"))?;
        Ok(Tokens { access, refresh: text("refresh_token") })
    }

    /// The whole way of somebody who is not signed in.
    pub(crate) async fn sign_in(&mut self, visitor: &Visitor) -> Result<Tokens, Fault> {
        self.browser.forget();
        let mut back = self.arrive().await?;
        if back.is_none() {
            back = self.send(&[("login", &visitor.login), ("password", &visitor.password)]).await?;
        }
        self.redeem(back).await
    }

    /// What the site does with a refresh token.
    async fn refresh(&mut self, token: &str) -> Result<Tokens, Fault> {
        self.tokens(&[("grant_type", "refresh_token"), ("refresh_token", token)]).await
    }

    async fn look(&mut self, token: &str) -> Result<(), Fault> {
        let request = self.ask(&self.server.introspect, &[("token", token)]);
        let answer = json(&mut self.client, &request).await?;
        let is_active = answer.get("active").and_then(Value::as_bool) == Some(true);
        if is_active { Ok(()) } else { Err(Fault::Unexpected("the token is not active".to_owned())) }
    }

    async fn know(&mut self, token: &str) -> Result<(), Fault> {
        let request = Request::get(self.server.userinfo.clone()).authorized(&format!("Bearer {token}"));
        let answer = json(&mut self.client, &request).await?;
        answer.get("sub").map(drop).ok_or(Fault::Malformed("no subject"))
    }

    async fn by_itself(&mut self) -> Result<(), Fault> {
        self.tokens(&[("grant_type", "client_credentials"), ("scope", self.scope)]).await.map(drop)
    }

    async fn documents(&mut self) -> Result<(), Fault> {
        json(&mut self.client, &Request::get(DISCOVERY)).await?;
        json(&mut self.client, &Request::get(self.server.keys.clone())).await.map(drop)
    }
}

/// What is done again and again.
pub(crate) enum Act {
    /// Tokens for the site itself.
    ByItself,
    /// A code for somebody who is signed in, and its tokens.
    Session,
    /// The same for somebody who signs in by password first.
    Password(Visitor),
    /// Fresh tokens for a refresh token, which the next one takes the place of.
    Refresh(String),
    /// What is known of an access token.
    Introspect(String),
    /// What is known of its person.
    Userinfo(String),
    /// Both documents that a site fetches first.
    Documents,
}

/// Somebody who does it.
pub(crate) struct Actor {
    pub(crate) party: Party,
    pub(crate) act: Act,
}

impl Worker for Actor {
    fn once(&mut self) -> Doing<'_> {
        Box::pin(async {
            let Self { party, act } = self;
            match act {
                Act::ByItself => party.by_itself().await,
                Act::Session => {
                    let back = party.arrive().await?;
                    party.redeem(back).await.map(drop)
                }
                Act::Password(visitor) => party.sign_in(visitor).await.map(drop),
                Act::Refresh(token) => {
                    let next = party.refresh(token).await?.refresh;
                    *token = next.ok_or(Fault::Malformed("no refresh token"))?;
                    Ok(())
                }
                Act::Introspect(token) => party.look(token).await,
                Act::Userinfo(token) => party.know(token).await,
                Act::Documents => party.documents().await,
            }
        })
    }
}
