//! What follows when a submission has moved: the level, the data in force, the messages. The only place from which an
//! account becomes Standard (R60, R63).

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use okno_domain::{
    account::{AccountId, AccountLevel},
    evidence::{EvidenceId, Finding as Found},
    person::{
        PersonalData,
        form::{FormRules, PersonForm, Today},
    },
    statistic::{Area, Kind},
    time::after,
    verification::{Check, CheckId, Finding, Reaction, Verification, VerificationStatus},
};
use okno_store::{Tx, person as person_store, verification as store};
use serde_json::json;

use super::{Loaded, case, due, withdraw};
use crate::{
    account::Account,
    audit::{self, Act, Actor},
    confirmation,
    context::Cx,
    error::Result,
    evidence::{self, NewEvidence},
    notification::{self, Event},
    person,
    registration::public_link,
    session::person_place,
    settings::seconds,
    statistic,
};

/// The message and notice of a success.
pub(super) const VERIFIED: &str = "verification_verified";
/// The message and notice of a failure that leaves the level as it is.
const REJECTED: &str = "verification_rejected";

/// What moved a submission, for the audit trail.
pub(super) struct Step {
    /// Who.
    pub(super) actor: Actor,
    /// What.
    pub(super) act: &'static str,
    /// On what.
    pub(super) detail: String,
    /// The check that was decided, if it was one.
    pub(super) check: Option<CheckId>,
}

/// Saves the next state of a submission and does what it calls for, in the caller's transaction.
pub(super) async fn settle(tx: &mut Tx, cx: &Cx, loaded: &Loaded, mut next: Verification, step: Step) -> Result<()> {
    let before = loaded.verification();
    let account = loaded.account.id;
    let is_newest = store::latest(tx, account).await?.is_some_and(|row| row.verification.id == before.id);
    // What has taken effect is withdrawn whatever came after it; all else is of interest only while nothing did.
    let counts = |reaction: &Reaction| is_newest || matches!(reaction, Reaction::Withdrawn(_));
    let mut reaction = next.reaction(before).filter(counts);
    let data = loaded.data()?;
    if reaction == Some(Reaction::Verified) && !claim_snils(tx, cx, &loaded.account, &data).await? {
        next = next.snils_taken(cx.now);
        reaction = next.reaction(before);
    }
    let in_force = store::in_effect(tx, account).await?.map(|row| row.verification.id);
    if reaction == Some(Reaction::Verified) {
        put_in_force(tx, cx, loaded, &data).await?;
        let evidence = keep_evidence(tx, cx, loaded, &data, &next, step.actor.clone()).await?;
        next = next.took_effect(evidence);
    }
    let due_at = due(after(cx.now, seconds(cx.settings().verification.retry_max_seconds)));
    store::save(tx, account, &loaded.row, &next, None, due_at).await?;
    count(tx, cx, before, &next, (account, reaction.as_ref()));
    let act = Act { actor: step.actor.clone(), act: step.act, detail: step.detail };
    audit::record(tx, cx, account, act).await?;
    if let Some(check) = step.check.and_then(|id| next.check(id))
        && matches!(check.status, VerificationStatus::Verified | VerificationStatus::Rejected)
    {
        case::close_of(tx, cx, check.id).await?;
    }
    let told = match reaction {
        None => return Ok(()),
        Some(Reaction::Verified) => VERIFIED,
        Some(Reaction::Rejected) => REJECTED,
        Some(Reaction::Delayed) => "verification_delayed",
        Some(Reaction::Withdrawn(evidence)) => {
            let is_in_force = in_force == Some(before.id);
            let level = withdraw::withdraw(tx, cx, loaded, evidence, is_in_force, &step.actor).await?;
            // A level that fell is told as such; data that were not in force any more need not be told of.
            if level < loaded.account.level || !is_in_force {
                return Ok(());
            }
            REJECTED
        }
    };
    tell(tx, cx, loaded, told).await
}

/// Counts what became of a submission, and why checks of it were rejected now.
fn count(
    tx: &mut Tx,
    cx: &Cx,
    before: &Verification,
    next: &Verification,
    (account, reaction): (AccountId, Option<&Reaction>),
) {
    let outcome = reaction.map(|reaction| match reaction {
        Reaction::Verified => "verified",
        Reaction::Rejected => "rejected",
        Reaction::Delayed => "delayed",
        Reaction::Withdrawn(_) => "withdrawn",
    });
    if let Some(outcome) = outcome {
        statistic::count(tx, cx, account, Kind::VerificationOutcome, outcome);
    }
    for check in &next.checks {
        let was = before.check(check.id).map(|check| check.status);
        let is_new = check.status == VerificationStatus::Rejected && was != Some(VerificationStatus::Rejected);
        if let Some(finding) = check.finding.as_ref().filter(|_| is_new) {
            statistic::count_failure(tx, cx, account, Area::Verification, finding.name());
        }
    }
}

/// Claims the SNILS for this account; false when another account holds it (R107).
pub(super) async fn claim_snils(tx: &mut Tx, cx: &Cx, account: &Account, data: &PersonalData) -> Result<bool> {
    let hash = person::snils_hash(cx, &data.snils);
    if person_store::claim_snils(tx, &hash, account.id).await? {
        return Ok(true);
    }
    Ok(person_store::lookup_snils(tx, &hash).await? == Some(account.id))
}

/// The submitted data become the verified ones; an earlier SNILS is let go, and their draft has done its work.
async fn put_in_force(tx: &mut Tx, cx: &Cx, loaded: &Loaded, data: &PersonalData) -> Result<()> {
    let account = loaded.account.id;
    let row = person::get(tx, account).await?;
    let place = person_place("data_sealed", account);
    let old: PersonalData = loaded.key.open_json(&place, &row.data_sealed)?;
    if row.verified_at.is_some() && !old.snils.is_empty() && old.snils != data.snils {
        person_store::release_snils(tx, &person::snils_hash(cx, &old.snils), account).await?;
    }
    if row.verified_at.is_some() {
        person::forget_document(tx, cx, account, &old).await?;
    }
    person::index_document(tx, cx, account, data).await?;
    let sealed = loaded.key.seal_json(&place, data, &mut cx.rng())?;
    person_store::save_data(tx, account, row.version, &sealed, Some(cx.now), cx.now).await?;
    // What was typed since is not what was verified; it stays.
    let draft = person::draft(&loaded.key, account, &row)?;
    if draft.is_some_and(|draft| is_of(cx, loaded.verification(), &draft, data)) {
        person_store::save_draft(tx, account, row.version + 1, None, cx.now).await?;
    }
    Ok(())
}

/// Whether a draft says what was submitted, by the rules of the day on which it was.
fn is_of(cx: &Cx, verification: &Verification, draft: &PersonForm, data: &PersonalData) -> bool {
    let rules = FormRules { today: Today::at(verification.submitted_at), ..person::rules(cx, data) };
    draft.check(&rules).is_ok_and(|typed| typed == *data)
}

/// Keeps the answers as evidence, and the level follows: a Simplified account becomes Standard (C4); a higher level stays
/// when changed data of the same person have been verified anew (R95), and falls when they are another person's.
async fn keep_evidence(
    tx: &mut Tx,
    cx: &Cx,
    loaded: &Loaded,
    data: &PersonalData,
    done: &Verification,
    actor: Actor,
) -> Result<EvidenceId> {
    let account = &loaded.account;
    if account.level >= AccountLevel::Standard {
        let act = Act { actor: actor.clone(), act: "data-verified", detail: done.id.to_string() };
        audit::record(tx, cx, account.id, act).await?;
    }
    let source = |check: &Check| match check.finding {
        Some(Finding::AcceptedByOperator) => "operator",
        _ => check.kind.registry(),
    };
    let sources: Vec<_> = done.checks.iter().map(source).collect();
    let answers: Vec<_> = done
        .checks
        .iter()
        .map(|check| {
            json!({
                "check": check.id,
                "kind": check.kind.name(),
                "finding": check.finding.as_ref().map(Finding::name),
                "request_digest": check.asked.as_ref().map(|asked| URL_SAFE_NO_PAD.encode(asked.digest)),
                "answer": check.answer.as_ref().map(|answer| answer.id),
                "answered_at": check.answer.as_ref().map(|answer| answer.at),
            })
        })
        .collect();
    let seen = json!({ "verification": done.id, "checks": answers }).to_string();
    let new = NewEvidence {
        finding: Found::DataVerified { subject: evidence::subject(cx, account, data) },
        confirmation: None,
        method: "registry_verification",
        source: sources.join(","),
        rule: "registry_verification/1",
        seen: seen.as_bytes(),
        actor,
    };
    let (now, evidence) = evidence::record(tx, cx, account, new).await?;
    if now.level < account.level {
        let args = confirmation::level_args(cx, now.level);
        let mark = format!("level_fell:{evidence}");
        let event = Event { kind: "account_level_changed", args, mark: &mark, outside: true };
        notification::tell(tx, cx, &now, &loaded.key, event).await?;
    }
    Ok(evidence)
}

/// Tells the person on every confirmed contact and in the feed (R102 to R104, R106, R108, C6).
async fn tell(tx: &mut Tx, cx: &Cx, loaded: &Loaded, kind: &'static str) -> Result<()> {
    // It may happen again to the same submission, and is then told again.
    let mark = format!("{kind}:{}:{}", loaded.verification().id, loaded.row.version);
    let link = public_link(cx, "/profile/verification");
    let args = BTreeMap::from([("link".to_owned(), link)]);
    let event = Event { kind, args, mark: &mark, outside: true };
    notification::tell(tx, cx, &loaded.account, &loaded.key, event).await
}
