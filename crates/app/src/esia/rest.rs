//! The data service: what the token of a system opens of a person (section 4). What is read for the first time by a grant is
//! written into the person's history before anything leaves.

use std::collections::BTreeSet;

use okno_oidc::esia::{
    Code, Refusal, Rules,
    error::Answer,
    parameter::MOST_BYTES,
    rest::{
        self, Headers,
        collection::Collection,
        embed::Embed,
        open::{self, OpenRules, Opened},
        path::{PersonPart, Resource},
    },
    token::AccessClaims,
};
use serde_json::{Map, Value};

use super::{
    Done, Stop, fault, key,
    request::{self, Opened as Asking},
    settings, takes, view,
};
use crate::{
    claim,
    context::Cx,
    protocol::issuer,
    site_grant::{self, Grant, Handle, Purpose},
};

/// A request to the data service.
#[derive(Clone, Copy, Debug)]
pub struct RestCall<'a> {
    /// The path, as it was sent.
    pub path: &'a str,
    /// The query, as it was sent.
    pub query: &'a str,
    /// The header `Authorization`.
    pub authorization: Option<&'a str>,
}

/// An answer with its headers; a refusal has the plain ones.
#[derive(Debug)]
pub struct RestAnswer {
    /// Status and body.
    pub answer: Answer,
    /// Headers.
    pub headers: Headers,
}

/// Answers.
pub async fn read(cx: &Cx, call: &RestCall<'_>) -> RestAnswer {
    let plain = || Headers::new(issuer(cx), None, None);
    match attempt(cx, call).await {
        Ok((resource, shown)) => {
            let tag = shown.get("eTag").and_then(Value::as_str);
            let headers = Headers::new(issuer(cx), resource.model(), tag);
            RestAnswer { answer: rest::answer(&shown), headers }
        }
        Err(Stop::Refused(refusal)) => {
            tracing::debug!(%refusal, "the data service refuses");
            RestAnswer { answer: refusal.rest_answer(), headers: plain() }
        }
        Err(Stop::Failed(error)) => {
            tracing::error!(%error, "the data service failed");
            let code =
                if fault(&error).code() == Code::UNAVAILABLE { Code::REST_UNAVAILABLE } else { Code::REST_INTERNAL };
            RestAnswer { answer: Refusal::new(code, "a fault of the server").rest_answer(), headers: plain() }
        }
    }
}

/// A token that stands, and whose it is.
struct Held {
    asking: Asking,
    claims: AccessClaims,
    handle: Option<Handle>,
}

async fn held(cx: &Cx, header: Option<&str>) -> Done<Held> {
    let invalid = |why| Refusal::new(Code::TOKEN, why);
    let client_id = AccessClaims::claimed_client(header)?;
    let asking = request::open(cx, &client_id).await.map_err(|stop| match stop {
        Stop::Refused(_) => Stop::Refused(invalid("the system is unknown or switched off")),
        failed @ Stop::Failed(_) => failed,
    })?;
    let settings = settings(cx, &asking.site, &asking.system);
    let keys = key::known(cx, settings.algorithm).await?;
    let verify = |algorithm, input: &[u8], signature: &[u8]| keys.verify(algorithm, input, signature);
    let claims = AccessClaims::from_header(header, &settings, cx.now, verify)?;
    let handle = cx.app.keys.handles().open(Purpose::EsiaAccess, &claims.name);
    Ok(Held { asking, claims, handle })
}

async fn attempt(cx: &Cx, call: &RestCall<'_>) -> Done<(Resource, Value)> {
    let held = held(cx, call.authorization).await?;
    let resource = Resource::parse(call.path).ok_or_else(|| Refusal::not_found("there is nothing at this address"))?;
    let embed = embed(call.query, &held.asking.rules)?;
    let opened = open::open(&resource, &held.claims, OpenRules::default())?;
    let Some(handle) = &held.handle else {
        // A system's own token, or that of an API key, opens nothing of a person.
        return match resource {
            Resource::Person(_) | Resource::PersonPart(..) | Resource::PersonItem(..) => {
                Err(Refusal::new(Code::SCOPE_NOT_ALLOWED, "the token is not of a sign-in").into())
            }
            _ => Err(Refusal::not_found("there is no such thing here").into()),
        };
    };
    let invalid = |why| Refusal::new(Code::TOKEN, why);
    let mut read = cx.app.store.read().await?;
    let grant = Grant::find(&mut read, handle).await?.filter(|grant| {
        let own = grant.detail.esia.as_ref().map(|own| own.person);
        grant.is_open(cx.now) && grant.row.relying_party == held.asking.site.id && own == held.claims.person
    });
    let grant = grant.ok_or_else(|| invalid("the grant is over, or was taken back"))?;
    let facts = claim::facts(&mut read, cx, grant.row.account).await?;
    // The account may be worth less than when the system was let in (R213, R214).
    let is_taken = takes(&mut read, cx, &held.asking.site, &grant, &facts.standing()).await?;
    drop(read);
    if !is_taken {
        return Err(invalid("the account is no longer taken by the rule of the system").into());
    }
    let shown = view::Shown { facts: &facts, agreed: &grant.detail.agreed };
    let mut told = BTreeSet::new();
    let found = Seen { base: issuer(cx), shown: &shown, opened: &opened, embed: &embed }.find(&resource, &mut told);
    let found = found.ok_or_else(|| Refusal::not_found("there is no such thing here"))?;
    let delivered: Map<String, Value> = told.into_iter().map(|claim| (claim.to_owned(), Value::Null)).collect();
    site_grant::deliver(cx, grant, &delivered).await?;
    Ok((resource, found))
}

/// `embed` of the query; what else is there is passed over.
fn embed(query: &str, rules: &Rules) -> Done<Embed> {
    if query.len() > MOST_BYTES {
        return Err(Refusal::new(Code::REST_PARAMETERS, "the query is too long").into());
    }
    let mut sent = url::form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "embed");
    match (sent.next(), sent.next()) {
        (None, _) => Ok(Embed::default()),
        (Some((_, text)), None) => Ok(Embed::parse(&text, rules.mode)?),
        (Some(_), Some(_)) => Err(Refusal::new(Code::REST_PARAMETERS, "embed is repeated").into()),
    }
}

/// What may be seen by one token.
struct Seen<'a> {
    base: &'a str,
    shown: &'a view::Shown<'a>,
    opened: &'a Opened<'a>,
    embed: &'a Embed,
}

impl Seen<'_> {
    /// The thing at an address; which claims it tells is added to `told`.
    fn find(&self, resource: &Resource, told: &mut BTreeSet<&'static str>) -> Option<Value> {
        match resource {
            Resource::Person(oid) => {
                let parts = self.embed.parts.iter().filter(|embedded| self.opened.part(embedded.part));
                let parts: Vec<(PersonPart, Collection)> = parts
                    .map(|embedded| (embedded.part, self.collection(*oid, embedded.part, embedded.elements, told)))
                    .collect();
                let person = self.shown.person().shown(self.opened, parts);
                told.extend(view::told(&person));
                Some(person)
            }
            Resource::PersonPart(oid, part) => {
                serde_json::to_value(self.collection(*oid, *part, self.embed.elements, told)).ok()
            }
            Resource::PersonItem(_, part, id) => {
                let found = self.shown.elements(*part, self.opened).into_iter().find(|element| element.id == *id)?;
                told.insert(found.claim);
                Some(found.view)
            }
            Resource::ProfileDocument(_, kind) => {
                let is_open = |own: &str| own == kind && self.opened.profile_document(own);
                let found = self.shown.documents(is_open).into_iter();
                let found = found.filter(|element| self.shown.agreed.contains(element.claim));
                let views = found.map(|element| {
                    told.insert(element.claim);
                    element.view
                });
                Some(Value::Array(views.collect()))
            }
            _ => None,
        }
    }

    fn collection(&self, oid: u64, part: PersonPart, inline: bool, told: &mut BTreeSet<&'static str>) -> Collection {
        let elements = self.shown.elements(part, self.opened);
        if inline {
            told.extend(elements.iter().map(|element| element.claim));
        }
        let elements = elements.into_iter().map(|element| (element.id, element.view)).collect();
        Collection::of_person(self.base, oid, part, inline, elements)
    }
}
