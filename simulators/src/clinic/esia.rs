//! The protocol, as an integrator of ESIA knows it: what is signed and sent, and what comes back.

use std::{collections::BTreeMap, fs, time::Duration};

use jiff::{Timestamp, tz};
use reqwest::{RequestBuilder, StatusCode};
use serde_json::{Map, Value};
use url::Url;

use super::{
    Clinic, MNEMONIC, SCOPES, TOKEN_CERTIFICATE,
    fault::Fault,
    memory::{Notice, Pending, Visit},
    person::{Signed, Told},
};
use crate::{chance, inbox::lock};

/// How long one call may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// `conf_acc` in base64: let in whose account is confirmed, and nobody else.
const CONFIRMED: &str = "Y29uZl9hY2M";
/// What is signed for a sign-in, in its order; for its code the code follows.
const SIGNED: [&str; 5] = ["client_id", "scope", "timestamp", "state", "redirect_uri"];

type Fields = BTreeMap<&'static str, String>;

/// What the portal sends back by the browser.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Answer {
    code: String,
    pub(super) state: String,
    error: String,
    error_description: String,
}

/// `timestamp`: `yyyy.MM.dd HH:mm:ss Z`, in Moscow's time.
fn time(at: Timestamp) -> String {
    at.to_zoned(tz::offset(3).to_time_zone()).strftime("%Y.%m.%d %H:%M:%S +0300").to_string()
}

impl Clinic {
    fn at(&self, path: &str) -> Result<String, Fault> {
        self.portal.as_ref().map(|portal| format!("{portal}{path}")).ok_or(Fault::NoPortal)
    }

    /// Fields of a request, with the signature over those that are signed.
    async fn signed(&self, state: &str, more: Fields, last: &[&str]) -> Result<Fields, Fault> {
        let key = self.key().await.map_err(|error| Fault::Own(error.to_string()))?;
        let mut fields = Fields::from([
            ("client_id", MNEMONIC.to_owned()),
            ("scope", SCOPES.join(" ")),
            ("timestamp", time(chance::now())),
            ("state", state.to_owned()),
            ("redirect_uri", format!("{}/callback", self.url)),
            ("client_certificate_hash", key.hash().to_owned()),
        ]);
        fields.extend(more);
        let text: String = SIGNED.iter().chain(last).filter_map(|name| fields.get(name)).map(String::as_str).collect();
        fields.insert("client_secret", key.sign(&text).map_err(Fault::Own)?);
        Ok(fields)
    }

    /// Prepares a sign-in: the cookie's token, and where the browser goes.
    pub(super) async fn begin(&self, cookie: &str, for_record: bool) -> Result<(String, String), Fault> {
        let at = self.at("/aas/oauth2/v2/ac")?;
        let state = chance::uuid().to_string();
        let mut more = Fields::from([("response_type", "code".to_owned()), ("access_type", "online".to_owned())]);
        if for_record {
            more.insert("person_filter", CONFIRMED.to_owned());
        }
        let fields = self.signed(&state, more, &[]).await?;
        let address = Url::parse_with_params(&at, fields).map_err(Fault::unsound)?;
        let pending = Pending { state, for_record, since: chance::now().as_second() };
        Ok((lock(&self.memory).begin(cookie, pending), address.into()))
    }

    /// Takes the portal's answer in; the token of the new session.
    pub(super) async fn finish(&self, cookie: &str, answer: &Answer) -> Result<String, Fault> {
        let now = chance::now().as_second();
        let pending = lock(&self.memory).take(cookie, &answer.state, now).ok_or(Fault::NotAsked)?;
        if !answer.error.is_empty() {
            return Err(Fault::told(&answer.error_description));
        }
        let visit = self.redeem(&answer.code, pending.for_record, now).await?;
        if pending.for_record && !visit.signed.is_confirmed {
            return Err(Fault::unsound("the account is not confirmed, which was asked for"));
        }
        Ok(lock(&self.memory).sign_in(cookie, visit))
    }

    async fn redeem(&self, code: &str, for_record: bool, now: i64) -> Result<Visit, Fault> {
        let state = chance::uuid().to_string();
        let more = Fields::from([
            ("grant_type", "authorization_code".to_owned()),
            ("token_type", "Bearer".to_owned()),
            ("code", code.to_owned()),
        ]);
        let fields = self.signed(&state, more, &["code"]).await?;
        let request = self.http.post(self.at("/aas/oauth2/v3/te")?).form(&fields);
        let (status, told) = call(request).await?;
        let text = |name: &str| told.get(name).and_then(Value::as_str).unwrap_or_default();
        if !status.is_success() {
            return Err(refused(status, text("error_description")));
        }
        if text("state") != state {
            return Err(Fault::unsound("an answer to another request"));
        }
        // The operator gives the certificate out once more when it changes.
        let certificates = fs::read_to_string(self.keys.join(TOKEN_CERTIFICATE)).unwrap_or_default();
        let signed = Signed::read(text("id_token"), &certificates, now)?;
        Ok(Visit { signed, access_token: text("access_token").to_owned(), for_record })
    }

    /// Reads the person anew. Where the portal gives nothing any more, the visit is over here as well.
    pub(super) async fn read(&self, cookie: &str, visit: &Visit) -> Result<Option<Told>, Fault> {
        let at = self.at(&format!("/rs/prns/{}", visit.signed.oid))?;
        let request = self.http.get(at).query(&[("embed", "(contacts.elements)")]).bearer_auth(&visit.access_token);
        let (status, told) = call(request).await?;
        if status == StatusCode::UNAUTHORIZED {
            lock(&self.memory).end(cookie, Notice::Ended);
            return Ok(None);
        }
        if !status.is_success() {
            return Err(refused(status, told.get("code").and_then(Value::as_str).unwrap_or_default()));
        }
        Ok(Some(Told::of(&told)))
    }

    /// Where somebody goes who signs out everywhere.
    pub(super) fn way_out(&self) -> Result<String, Fault> {
        let asked = [("client_id", MNEMONIC.to_owned()), ("redirect_url", format!("{}/signed-out", self.url))];
        Url::parse_with_params(&self.at("/idp/ext/Logout")?, asked).map(Into::into).map_err(Fault::unsound)
    }
}

async fn call(request: RequestBuilder) -> Result<(StatusCode, Map<String, Value>), Fault> {
    let unreachable = |error: reqwest::Error| Fault::Unreachable(error.without_url().to_string());
    let answer = request.timeout(PATIENCE).send().await.map_err(unreachable)?;
    let status = answer.status();
    match answer.json().await {
        Ok(told) => Ok((status, told)),
        Err(_) if !status.is_success() => Ok((status, Map::new())),
        Err(error) => Err(Fault::unsound(error)),
    }
}

fn refused(status: StatusCode, description: &str) -> Fault {
    if status.is_client_error() && status != StatusCode::TOO_MANY_REQUESTS {
        Fault::told(description)
    } else {
        Fault::Unreachable(status.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_is_moscows() {
        assert_eq!(time("2026-03-01T22:30:05Z".parse().unwrap()), "2026.03.02 01:30:05 +0300");
    }
}
