//! Sites that want to be told, and people who sign in there.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;

use okno_app::{
    Cx,
    authorization::{self, Arrived, BrowserKey, Who},
    protocol::{self, Call, path},
    relying_party::{self, SiteFile},
    session::SignedIn,
    signing_key, site_grant,
};
use okno_domain::relying_party::TellingState;
use okno_oidc::{
    authorization::Answer,
    jose::{Algorithm, KeySet, Rules, Types, Unverified},
    parameter::{Limits, Parameters},
};
use okno_store::{site_grant as grants, site_logout, site_logout::LogoutRow};
use okno_testkit::World;
use serde_json::{Map, Value, json};

pub(super) const PHONE: &str = "+79161234567";
pub(super) const SECRET: &str = "0123456789abcdef0123456789abcdef";

pub(super) fn callback(client_id: &str) -> String {
    format!("https://{client_id}.example/callback")
}

/// Where a site is told.
pub(super) fn ear(client_id: &str) -> String {
    format!("https://{client_id}.example/logout")
}

/// Enters a site that wants to be told, with more metadata and a rule.
pub(super) async fn enter(world: &World, client_id: &str, more: Value, rule: Value) {
    let mut metadata = json!({
        "redirect_uris": [callback(client_id)],
        "token_endpoint_auth_method": "client_secret_post",
        "grant_types": ["authorization_code", "refresh_token"],
        "id_token_signed_response_alg": "ES256",
        "backchannel_logout_uri": ear(client_id),
        "subject_type": "pairwise",
    });
    let members = metadata.as_object_mut().unwrap();
    members.extend(more.as_object().cloned().unwrap());
    members.retain(|_, value| !value.is_null());
    // Addresses on the developer's own machine are for sites under test.
    let stage = if metadata["backchannel_logout_uri"].as_str().unwrap_or("").starts_with("http:") {
        "test"
    } else {
        "production"
    };
    let file: SiteFile = serde_json::from_value(json!({
        "client_id": client_id,
        "stage": stage,
        "secret": SECRET,
        "metadata": metadata,
        "rule": rule,
    }))
    .unwrap();
    relying_party::install(&world.cx(), &file).await.unwrap().unwrap();
}

/// A site of the same house, which asks nobody.
pub(super) async fn enter_simple(world: &World, client_id: &str) {
    enter(world, client_id, json!({}), json!({ "consent": "implied" })).await;
}

pub(super) fn parameters(fields: &[(&str, &str)]) -> Parameters {
    let pairs = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Parameters::from_pairs(pairs, Limits::default()).unwrap()
}

/// What the site gets when this person comes with its request.
pub(super) async fn arrives(cx: &Cx, person: &SignedIn, client_id: &str, scope: &str) -> BTreeMap<String, String> {
    comes(cx, person, client_id, &[("scope", scope)]).await
}

/// The same with more in the request.
pub(super) async fn comes(
    cx: &Cx,
    person: &SignedIn,
    client_id: &str,
    more: &[(&str, &str)],
) -> BTreeMap<String, String> {
    let callback = callback(client_id);
    let mut fields = BTreeMap::from([
        ("client_id", client_id),
        ("response_type", "code"),
        ("redirect_uri", callback.as_str()),
        ("scope", "openid"),
    ]);
    fields.extend(more.iter().copied());
    let fields: Vec<(&str, &str)> = fields.into_iter().collect();
    let browser = BrowserKey::fresh(cx);
    match authorization::arrive(cx, &parameters(&fields), Who::Known(person), &browser).await.unwrap() {
        Arrived::Answer(Answer::Redirect(address)) => {
            serde_urlencoded::from_str(address.split_once('?').unwrap().1).unwrap()
        }
        other => panic!("{other:?}"),
    }
}

/// Somebody signs in at a site; the claims of the id token.
pub(super) async fn signs_in(world: &World, person: &SignedIn, client_id: &str) -> Map<String, Value> {
    let cx = world.cx();
    let code = arrives(&cx, person, client_id, "openid").await["code"].clone();
    let callback = callback(client_id);
    let fields = parameters(&[
        ("client_id", client_id),
        ("client_secret", SECRET),
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", &callback),
    ]);
    let call = Call {
        path: path::TOKEN,
        method: "POST",
        authorization: None,
        proofs: &[],
        certificate: None,
        parameters: &fields,
    };
    let reply = protocol::settled(site_grant::token(&cx, &call).await).unwrap();
    assert_eq!(reply.status, 200, "{}", String::from_utf8_lossy(&reply.body));
    let tokens: Value = serde_json::from_slice(&reply.body).unwrap();
    verified(world, tokens["id_token"].as_str().unwrap(), "JWT").await
}

/// The claims of a token of ours, verified by the published keys.
pub(super) async fn verified(world: &World, token: &str, kind: &'static str) -> Map<String, Value> {
    let ring = signing_key::current(&world.cx()).await.unwrap();
    let keys = KeySet::parse(ring.key_set()).unwrap();
    let types = match kind {
        "JWT" => Types { named: &["JWT"], absent: false },
        _ => Types { named: &["logout+jwt"], absent: false },
    };
    let rules = Rules { longest: 8192, longest_header: 1024, algorithms: &Algorithm::OPEN, types };
    let read = Unverified::read(token, &rules).unwrap();
    read.verify(&keys).unwrap().claims().unwrap().into_members()
}

/// The claims of the logout tokens that a site got.
pub(super) async fn told(world: &World, client_id: &str) -> Vec<Map<String, Value>> {
    let mut all = Vec::new();
    for token in world.sites.told(&ear(client_id)) {
        all.push(verified(world, &token, "logout+jwt").await);
    }
    all
}

/// What is written down of what sites must be told of this person, the newest first.
pub(super) async fn written(world: &World, person: &SignedIn) -> Vec<LogoutRow> {
    let mut all = Vec::new();
    let mut read = world.app.store.read().await.unwrap();
    for site in okno_store::relying_party::list(&mut read, 100).await.unwrap() {
        let rows = site_logout::of_site(&mut read, site.id, 100).await.unwrap();
        all.extend(rows.into_iter().filter(|(account, _)| *account == person.id()).map(|(_, row)| row));
    }
    all.sort_by_key(|row| std::cmp::Reverse(row.id));
    all
}

pub(super) async fn states(world: &World, person: &SignedIn) -> Vec<TellingState> {
    written(world, person).await.into_iter().map(|row| row.state).collect()
}

/// Whether a site still holds something of this person.
pub(super) async fn holds(world: &World, person: &SignedIn, client_id: &str) -> bool {
    let mut read = world.app.store.read().await.unwrap();
    let all = grants::list(&mut read, person.id(), 100).await.unwrap();
    all.iter().any(|grant| grant.client_id == client_id && grant.ended_at.is_none() && grant.session_is_there)
}
