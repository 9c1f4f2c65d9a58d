//! Whose request it is, and what a system may ask for.

use std::sync::Arc;

use okno_oidc::esia::{Code, Endpoint, Parameters, Refusal, Rules, request::token::endpoint_meant, scope::Scope};

use super::{Done, Stop, System};
use crate::{
    context::Cx,
    error::Result,
    relying_party::{self, Site},
};

/// What a system may ask for whose rule names nothing.
const UNNAMED: [&str; 3] = ["fullname", "email", "mobile"];

/// A system that asks.
pub(super) struct Opened {
    pub site: Arc<Site>,
    pub system: Arc<System>,
    pub rules: Rules,
}

/// Finds the system; who is unknown, switched off or does not speak the dialect is refused alike (ESIA-007005).
pub(super) async fn open(cx: &Cx, client_id: &str) -> Done<Opened> {
    let unknown = || Refusal::new(Code::CLIENT, "there is no such system, or it is switched off");
    let site = relying_party::find(&mut cx.app.store.read().await?, cx, client_id).await?.ok_or_else(unknown)?;
    let system = site.esia.clone().ok_or_else(unknown)?;
    let rules = system.rules(site.stage, cx.settings().esia.lenient);
    Ok(Opened { site, system, rules })
}

/// Where a request belongs that came to an authorization endpoint and asks for tokens: a library posts a system's own request
/// there. None where it belongs where it came.
pub async fn misled(cx: &Cx, endpoint: Endpoint, parameters: &Parameters) -> Result<Option<Endpoint>> {
    let Some(client_id) = parameters.get("client_id").filter(|_| parameters.get("grant_type").is_some()) else {
        return Ok(None);
    };
    match open(cx, client_id).await {
        Ok(opened) => {
            let meant = endpoint_meant(endpoint, parameters, opened.rules.mode);
            Ok(Some(meant).filter(|meant| *meant != endpoint))
        }
        Err(Stop::Refused(_)) => Ok(None),
        Err(Stop::Failed(error)) => Err(error),
    }
}

/// Whether a scope was granted to a system: `openid` is to each.
pub(super) fn is_granted(site: &Site, scope: &Scope) -> bool {
    let named = &site.rule.scopes;
    match scope.name() {
        "openid" => true,
        name if named.is_empty() => UNNAMED.contains(&name),
        name => named.contains_key(name),
    }
}

/// The same in the words of [`crate::claim::SCOPES`], by which a person is asked.
pub(super) fn in_claims(scopes: &[Scope]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut put = |word: &str| {
        if !words.iter().any(|known| known == word) {
            words.push(word.to_owned());
        }
    };
    for scope in scopes {
        put(scope.name());
        let further: &[&str] = match scope.name() {
            "id_doc" => &["citizenship"],
            "usr_brf" => &["fullname"],
            "usr_inf" => {
                &["fullname", "birthdate", "gender", "birthplace", "snils", "inn", "id_doc", "citizenship", "contacts"]
            }
            _ => &[],
        };
        for word in further {
            put(word);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim;

    /// Scopes that open fields which are told here have claims, so that a person is asked before.
    #[test]
    fn what_is_told_is_asked_for() {
        let scope = |name: &str| Scope::bare(name);
        assert_eq!(in_claims(&[scope("openid"), scope("id_doc")]), ["openid", "id_doc", "citizenship"]);
        assert_eq!(in_claims(&[scope("fullname"), scope("usr_brf")]), ["fullname", "usr_brf"]);
        let all = in_claims(&[scope("usr_inf")]);
        let claims = |word: &&String| claim::SCOPES.iter().any(|(name, _)| name == word);
        assert_eq!(all.iter().filter(claims).count(), all.len() - 1);
    }
}
