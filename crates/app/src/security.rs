//! What a signed-in person sets in the security section: the password and the security question (R198, C27).

use std::collections::BTreeMap;

use okno_domain::{
    contact::ContactKind,
    credential::password::OwnData,
    person::PersonalData,
    recovery::{QUESTIONS, comparable_answer},
    refusal::FieldFault,
    secret::Secret,
    session::EndReason,
};
use okno_store::{Read, Tx, login_step, password, recovery as store, session as sessions};

use crate::{
    account,
    audit::{self, Act},
    context::Cx,
    error::{Error, Result},
    login,
    notification::{self, Event, OpenContact},
    recovery,
    registration::{password_faults, public_link},
    seal::Place,
    session::{self, SessionToken, SignedIn},
    site_session,
};

/// An answer shorter than this is no secret at all.
const SHORTEST_ANSWER: usize = 3;
const LONGEST_ANSWER: usize = 200;

/// What a new password may not contain, from what is known of the person (R49).
pub(crate) fn own_data(person: &PersonalData, contacts: &[OpenContact]) -> OwnData {
    let of = |kind| {
        let same = contacts.iter().filter(move |contact| contact.row.kind == kind);
        same.map(|contact| contact.value.expose().to_owned()).collect()
    };
    OwnData {
        names: [&person.family_name, &person.given_name, &person.patronymic]
            .into_iter()
            .filter(|name| !name.is_empty())
            .cloned()
            .collect(),
        birth_dates: person.birth_date.parse().into_iter().collect(),
        phones: of(ContactKind::MobilePhone),
        emails: of(ContactKind::Email),
        numbers: [&person.snils, &person.document.number]
            .into_iter()
            .filter(|number| !number.is_empty())
            .cloned()
            .collect(),
    }
}

/// Changes the password of a signed-in person: the present one is asked for, every other session ends, and the browser
/// gets a new session (decision 12).
pub async fn change_password(
    cx: &Cx,
    signed_in: &SignedIn,
    present: &Secret,
    password: &Secret,
    repeat: &Secret,
) -> Result<SessionToken> {
    login::prove_again(cx, signed_in, present).await.map_err(|error| match error {
        Error::Fields(_) => Error::Fields(vec![FieldFault::new("present_password", "password-wrong")]),
        other => other,
    })?;
    let contacts = {
        let mut read = cx.app.store.read().await?;
        notification::contacts(&mut read, &signed_in.key, signed_in.id()).await?
    };
    let faults = password_faults(cx, &own_data(&signed_in.person, &contacts), password, repeat);
    if !faults.is_empty() {
        return Err(Error::Fields(faults));
    }
    let hash = cx.app.hashing.hash(cx.app.keys.peppered_password(password), cx.random_bytes()).await?;
    let mut tx = cx.app.store.write().await?;
    let account = account::get(&mut tx, signed_in.id()).await?;
    password::put(&mut tx, account.id, &hash, cx.now).await?;
    recovery::void_all(&mut tx, account.id).await?;
    login_step::delete_all(&mut tx, account.id).await?;
    let reason = EndReason::PasswordChanged;
    // The person's own session is among those that are locked before the account's turn is taken.
    sessions::hold_all(&mut tx, account.id).await?;
    site_session::end_others(&mut tx, cx, account.id, Some(signed_in.session), reason).await?;
    let token = session::open_instead(&mut tx, cx, signed_in, reason).await?;
    audit::record(&mut tx, cx, account.id, Act::by_person("password-changed")).await?;
    let mark = format!("password-changed {}", cx.fresh_id::<()>());
    let event = Event { kind: "password_changed", args: security_link(cx), mark: &mark, outside: true };
    notification::tell(&mut tx, cx, &account, &signed_in.key, event).await?;
    cx.commit(tx).await?;
    Ok(token)
}

pub(crate) fn question_place(account: okno_domain::account::AccountId) -> Place {
    Place::new("security_question", "question_sealed", account)
}

/// The question that is set, by its key in the menu.
pub async fn question(read: &mut Read, signed_in: &SignedIn) -> Result<Option<String>> {
    match store::find_question(read, signed_in.id()).await? {
        Some(row) => Ok(Some(signed_in.key.open_text(&question_place(signed_in.id()), &row.question_sealed)?)),
        None => Ok(None),
    }
}

/// The question that is set, for the settings page.
pub async fn current_question(cx: &Cx, signed_in: &SignedIn) -> Result<Option<String>> {
    question(&mut cx.app.store.read().await?, signed_in).await
}

/// The stored form of an answer.
pub(crate) fn peppered_answer(cx: &Cx, typed: &str) -> zeroize::Zeroizing<[u8; 32]> {
    cx.app.keys.peppered(&format!("security-answer {}", comparable_answer(typed)))
}

/// Sets the security question (R198); the password is asked for.
pub async fn set_question(
    cx: &Cx,
    signed_in: &SignedIn,
    present: &Secret,
    question: &str,
    answer: &Secret,
) -> Result<()> {
    let mut faults = Vec::new();
    if !QUESTIONS.contains(&question) {
        faults.push(FieldFault::new("security_question", "required"));
    }
    let length = comparable_answer(answer.expose()).chars().count();
    if length < SHORTEST_ANSWER {
        faults.push(FieldFault::new("security_answer", "answer-short"));
    } else if length > LONGEST_ANSWER {
        faults.push(FieldFault::new("security_answer", "too-long"));
    }
    if !faults.is_empty() {
        return Err(Error::Fields(faults));
    }
    login::prove_again(cx, signed_in, present).await?;
    let answer_hash = cx.app.hashing.hash(peppered_answer(cx, answer.expose()), cx.random_bytes()).await?;
    let place = question_place(signed_in.id());
    let question_sealed = signed_in.key.seal_text(&place, question, &mut cx.rng())?;
    let mut tx = cx.app.store.write().await?;
    let row = store::QuestionRow { question_sealed, answer_hash, changed_at: cx.now };
    store::put_question(&mut tx, signed_in.id(), &row).await?;
    tell_question(&mut tx, cx, signed_in, "security-question-set").await?;
    cx.commit(tx).await
}

/// Removes the security question; the password is asked for.
pub async fn remove_question(cx: &Cx, signed_in: &SignedIn, present: &Secret) -> Result<()> {
    login::prove_again(cx, signed_in, present).await?;
    let mut tx = cx.app.store.write().await?;
    store::delete_question(&mut tx, signed_in.id()).await?;
    tell_question(&mut tx, cx, signed_in, "security-question-removed").await?;
    cx.commit(tx).await
}

/// The values of a message about the security of the account: where to look if it was not oneself.
pub(crate) fn security_link(cx: &Cx) -> BTreeMap<String, String> {
    BTreeMap::from([("link".to_owned(), public_link(cx, "/account/security"))])
}

async fn tell_question(tx: &mut Tx, cx: &Cx, signed_in: &SignedIn, act: &'static str) -> Result<()> {
    recovery::void_all(tx, signed_in.id()).await?;
    audit::record(tx, cx, signed_in.id(), Act::by_person(act)).await?;
    let mark = format!("{act} {}", cx.fresh_id::<()>());
    let event = Event { kind: "security_question_changed", args: security_link(cx), mark: &mark, outside: true };
    notification::tell(tx, cx, &signed_in.account, &signed_in.key, event).await
}
