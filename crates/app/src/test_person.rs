//! Test persons: developers make people up to sign in as at their sites under test (docs/decisions/0029).
//!
//! This makes accounts of any level, so it is narrow. Such an account is marked when it is made, for good ([`account::create_for`]);
//! what speaks for it counts for marked accounts alone (`domain::evidence`); it gets in at sites under test of its maker and
//! nowhere else ([`crate::developer::takes_part`]); what is for people is refused to it ([`account::demand_person`]); nothing is
//! sent to it ([`crate::outbox`]), nobody finds it at a window, and no statistics of the installation count it. Neither its SNILS
//! nor its passport is in a lookup, so that no person ever finds theirs taken, and nobody gets to it by them.

use std::collections::BTreeSet;

use okno_domain::{
    account::{AccountId, AccountLevel, AccountStatus, MadeUp},
    confirmation::ConfirmationMethod,
    contact::{ContactKind, ContactStatus},
    credential::password::GeneratorOptions,
    evidence::Finding,
    person::form::Today,
    secret::Secret,
    session::EndReason,
    test_person::{Invented, MOST, MOST_A_DAY, Recipe, TestPersonRefusal},
    time::{DAY, Timestamp, after},
};
use okno_store::{
    Read, Tx, account as accounts,
    contact::{self, ContactRow},
    login_step, password, person as people,
    test_person::{self as store, TestPersonRow},
};

use crate::{
    account::{self, Account},
    audit::{self, Act, Actor},
    claim,
    context::Cx,
    developer, erasure,
    error::{Error, Result},
    evidence::{self, NewEvidence},
    limit::{self, LimitKey},
    notification::contact_place,
    person, recovery,
    seal::DataKey,
    session::{SignedIn, person_place},
    settings::days,
    site_session, step_up,
};

/// How the evidence, and the history of levels, name where it comes from.
const SOURCE: &str = "test_person";
/// The version of the rule.
const RULE: &str = "test_person/1";
/// How often another number is drawn where an account has the first.
const DRAWS: usize = 32;
/// How many characters a password has; the first number that the rules take.
const PASSWORD_LENGTHS: [usize; 4] = [14, 20, 10, 8];
/// How many of those whose time is over one run removes.
const PURGE_STEP: i64 = 50;

/// What is shown once.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// Its account.
    pub person: AccountId,
    /// By what it signs in.
    pub login: String,
    /// With what.
    pub password: Secret,
}

/// One in the list of its maker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestPerson {
    /// Its account.
    pub person: AccountId,
    /// Surname, first name, patronymic.
    pub name: String,
    /// By what it signs in.
    pub login: String,
    /// The level that it passes for.
    pub level: AccountLevel,
    /// The methods by which it passes as confirmed.
    pub methods: BTreeSet<ConfirmationMethod>,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it is removed.
    pub expires_at: Timestamp,
}

/// Whether the installation has test persons.
pub fn are_there(cx: &Cx) -> bool {
    cx.settings().single_sign_on.test_persons
}

fn refused(refusal: TestPersonRefusal) -> Error {
    Error::refused(&refusal)
}

/// Whether an account is in use as far as the clock and the settings tell: one of a person always is.
pub(crate) fn is_in_time(cx: &Cx, account: &Account) -> bool {
    account.made_up.is_none_or(|made_up| are_there(cx) && cx.now < made_up.until)
}

/// Whether whoever made somebody up may still have them.
async fn is_usable(read: &mut Read, cx: &Cx, account: &Account) -> Result<bool> {
    let Some(made_up) = account.made_up else { return Ok(true) };
    let maker = accounts::find(read, made_up.maker).await?;
    Ok(is_in_time(cx, account) && maker.is_some_and(|maker| maker.status == AccountStatus::Active))
}

/// Refuses somebody made up who is good for nothing any more.
pub(crate) async fn demand_usable(read: &mut Read, cx: &Cx, account: &Account) -> Result<()> {
    if is_usable(read, cx, account).await? { Ok(()) } else { Err(refused(TestPersonRefusal::Over)) }
}

/// Who made this account up, while it is good for anything; none for that of a person.
pub(crate) async fn maker(read: &mut Read, cx: &Cx, id: AccountId) -> Result<Option<AccountId>> {
    let Some(account) = accounts::find(read, id).await? else { return Ok(None) };
    let is_usable = account.status == AccountStatus::Active && is_usable(read, cx, &account).await?;
    Ok(account.made_up.filter(|_| is_usable).map(|made_up| made_up.maker))
}

/// Refuses where there are none, and to whoever is no developer.
fn demand(cx: &Cx, signed_in: &SignedIn) -> Result<()> {
    if !are_there(cx) {
        return Err(refused(TestPersonRefusal::Off));
    }
    developer::demand_level(cx, signed_in)
}

/// Those of a developer, the newest first.
pub async fn list(cx: &Cx, signed_in: &SignedIn) -> Result<Vec<TestPerson>> {
    demand(cx, signed_in)?;
    let mut read = cx.app.store.read().await?;
    let mut all = Vec::new();
    // Ten at most.
    for row in store::list(&mut read, signed_in.id()).await? {
        all.push(shown(&mut read, cx, &row).await?);
    }
    Ok(all)
}

async fn shown(read: &mut Read, cx: &Cx, row: &TestPersonRow) -> Result<TestPerson> {
    let facts = claim::facts(read, cx, row.person).await?;
    let standing = facts.standing();
    let data = &facts.person;
    let names = [&data.family_name, &data.given_name, &data.patronymic];
    let names: Vec<&str> = names.into_iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
    Ok(TestPerson {
        person: row.person,
        name: names.join(" "),
        login: facts.email.clone().unwrap_or_default(),
        level: standing.level,
        methods: standing.methods,
        made_at: row.made_at,
        expires_at: row.expires_at,
    })
}

/// Counts what costs a hash, and a row that stays.
async fn count_today(tx: &mut Tx, cx: &Cx, maker: AccountId) -> Result<()> {
    let key = LimitKey::new(cx, "test-persons", &maker.to_string());
    let may = limit::count_within(tx, key, MOST_A_DAY, DAY, cx.now).await?;
    if may { Ok(()) } else { Err(refused(TestPersonRefusal::TooOften)) }
}

/// A password that the rules take, and its hash. The proof and the count come first: hashing is dear.
async fn fresh_password(cx: &Cx, signed_in: &SignedIn) -> Result<(Secret, String)> {
    let mut tx = cx.app.store.write().await?;
    step_up::demand(&mut tx, cx, signed_in).await?;
    count_today(&mut tx, cx, signed_in.id()).await?;
    cx.commit(tx).await?;
    let policy = cx.settings().password.policy();
    let made = PASSWORD_LENGTHS.into_iter().find_map(|length| {
        let options = GeneratorOptions { length, ..GeneratorOptions::default() };
        policy.generate(options, 1, &mut cx.rng()).ok()?.pop()
    });
    let text = made.ok_or_else(|| Error::Bug("the rules for passwords leave none to choose".to_owned()))?;
    let hash = cx.app.hashing.hash(cx.app.keys.peppered_password(&text), cx.random_bytes()).await?;
    Ok((text, hash))
}

/// Makes somebody up: of this level, and as if confirmed by this method. The password is told once.
pub async fn make(cx: &Cx, signed_in: &SignedIn, level: &str, method: &str) -> Result<Credentials> {
    demand(cx, signed_in)?;
    let recipe = Recipe::read(level, method).map_err(Error::Fields)?;
    demand_room(&mut cx.app.store.read().await?, signed_in.id()).await?;
    let (text, hash) = fresh_password(cx, signed_in).await?;
    let mut tx = cx.app.store.write().await?;
    step_up::demand(&mut tx, cx, signed_in).await?;
    let maker = account::get(&mut tx, signed_in.id()).await?;
    if maker.status != AccountStatus::Active {
        return Err(Error::Denied);
    }
    // Two at once would both find room.
    account::hold(&mut tx, cx, &maker).await?;
    demand_room(&mut tx, maker.id).await?;
    let invented = invent(&mut tx, cx).await?;
    let made_up = MadeUp { maker: maker.id, until: after(cx.now, days(cx.settings().single_sign_on.test_person_days)) };
    let (account, key) = account::create_for(&mut tx, cx, signed_in.account.locale, Some(made_up)).await?;
    give_address(&mut tx, cx, (&account, &key), &invented.login).await?;
    let account = give_data(&mut tx, cx, (&account, &key), recipe, &invented).await?;
    password::put(&mut tx, account.id, &hash, cx.now).await?;
    let row = TestPersonRow { maker: maker.id, person: account.id, made_at: cx.now, expires_at: made_up.until };
    store::insert(&mut tx, &row).await?;
    let detail = [recipe.level().name(), recipe.method().map_or("", ConfirmationMethod::name)].join(" ");
    audit::record(&mut tx, cx, account.id, Act::by_system("test-person-made")).await?;
    audit::record(&mut tx, cx, maker.id, Act::by_person("test-person-made").on(detail.trim())).await?;
    cx.commit(tx).await?;
    Ok(Credentials { person: account.id, login: invented.login, password: text })
}

async fn demand_room(read: &mut Read, maker: AccountId) -> Result<()> {
    let there = store::list(read, maker).await?.len();
    if there < MOST { Ok(()) } else { Err(refused(TestPersonRefusal::TooMany)) }
}

/// Somebody whose SNILS no account has.
async fn invent(tx: &mut Tx, cx: &Cx) -> Result<Invented> {
    for _ in 0..DRAWS {
        let invented = Invented::of(&cx.random_bytes(), Today::at(cx.now).west);
        if people::lookup_snils(tx, &person::snils_hash(cx, &invented.data.snils)).await?.is_none() {
            return Ok(invented);
        }
    }
    Err(Error::Bug("no number is left for test persons".to_owned()))
}

/// The address by which it signs in counts as confirmed; no mail goes there.
async fn give_address(tx: &mut Tx, cx: &Cx, (account, key): (&Account, &DataKey), login: &str) -> Result<()> {
    let contact_hash = cx.app.keys.blind(ContactKind::Email.name(), login);
    if !contact::claim(tx, &contact_hash, account.id).await? {
        return Err(Error::Conflict);
    }
    let id = cx.fresh_id();
    let row = ContactRow {
        id,
        kind: ContactKind::Email,
        status: ContactStatus::Confirmed,
        contact_hash,
        value_sealed: key.seal_text(&contact_place(id), login, &mut cx.rng())?,
        created_at: cx.now,
        confirmed_at: Some(cx.now),
        version: 1,
    };
    Ok(contact::insert(tx, account.id, &row).await?)
}

/// Its data, and the evidence that says what it is.
async fn give_data(
    tx: &mut Tx,
    cx: &Cx,
    (account, key): (&Account, &DataKey),
    recipe: Recipe,
    invented: &Invented,
) -> Result<Account> {
    let data = invented.known_at(recipe.level());
    let sealed = key.seal_json(&person_place("data_sealed", account.id), &data, &mut cx.rng())?;
    people::insert(tx, account.id, &sealed, cx.now).await?;
    if recipe == Recipe::Simplified {
        return Ok(account.clone());
    }
    people::save_data(tx, account.id, 1, &sealed, Some(cx.now), cx.now).await?;
    let finding = Finding::MadeUp { method: recipe.method(), subject: evidence::subject(cx, account, &data) };
    let new = NewEvidence {
        finding,
        confirmation: None,
        method: SOURCE,
        source: SOURCE.to_owned(),
        rule: RULE,
        seen: invented.login.as_bytes(),
        actor: Actor::System,
    };
    Ok(evidence::record(tx, cx, account, new).await?.0)
}

/// One of a developer's; `NotFound` for that of another, or of nobody.
async fn own(read: &mut Read, signed_in: &SignedIn, person: AccountId) -> Result<Account> {
    store::find(read, signed_in.id(), person).await?.ok_or(Error::NotFound)?;
    let account = account::get(read, person).await?;
    let is_its = account.made_up.is_some_and(|made_up| made_up.maker == signed_in.id());
    if is_its { Ok(account) } else { Err(Error::Bug(format!("{person} is listed as made up, and is not"))) }
}

/// Gives one another password, and takes its factors away, so that its maker can always get in. Every session of it ends.
pub async fn renew_password(cx: &Cx, signed_in: &SignedIn, person: AccountId) -> Result<Credentials> {
    demand(cx, signed_in)?;
    own(&mut cx.app.store.read().await?, signed_in, person).await?;
    let (text, hash) = fresh_password(cx, signed_in).await?;
    let mut tx = cx.app.store.write().await?;
    step_up::demand(&mut tx, cx, signed_in).await?;
    // The maker's turn comes before those of whom they made up, as where the maker's own account ends.
    okno_store::audit::hold(&mut tx, signed_in.id()).await?;
    let account = own(&mut tx, signed_in, person).await?;
    account::hold(&mut tx, cx, &account).await?;
    password::put(&mut tx, person, &hash, cx.now).await?;
    recovery::void_all(&mut tx, person).await?;
    login_step::delete_all(&mut tx, person).await?;
    crate::factor::forget(&mut tx, person).await?;
    site_session::end_others(&mut tx, cx, person, None, EndReason::PasswordChanged).await?;
    let login = claim::facts(&mut tx, cx, person).await?.email.unwrap_or_default();
    let name = cx.app.keys.blind(ContactKind::Email.name(), &login);
    crate::login::forget_failures(&mut tx, cx, &[name]).await?;
    audit::record(&mut tx, cx, person, Act::by_system("test-person-renewed")).await?;
    audit::record(&mut tx, cx, signed_in.id(), Act::by_person("test-person-renewed")).await?;
    cx.commit(tx).await?;
    cx.app.signals.raise(person);
    Ok(Credentials { person, login, password: text })
}

/// Removes one.
pub async fn remove(cx: &Cx, signed_in: &SignedIn, person: AccountId) -> Result<()> {
    demand(cx, signed_in)?;
    let mut tx = cx.app.store.write().await?;
    own(&mut tx, signed_in, person).await?;
    // The maker's turn comes before those of whom they made up, as where the maker's own account ends.
    okno_store::audit::hold(&mut tx, signed_in.id()).await?;
    erase(&mut tx, cx, (signed_in.id(), person), Actor::Person).await?;
    audit::record(&mut tx, cx, signed_in.id(), Act::by_person("test-person-removed")).await?;
    cx.commit(tx).await?;
    cx.app.signals.raise(person);
    Ok(())
}

/// Erases the account of one, and takes it from the list of its maker.
async fn erase(tx: &mut Tx, cx: &Cx, (maker, person): (AccountId, AccountId), actor: Actor) -> Result<()> {
    store::delete(tx, maker, person).await?;
    let account = account::get(tx, person).await?;
    if account.made_up.is_none_or(|made_up| made_up.maker != maker) {
        return Err(Error::Bug(format!("{person} is listed as made up, and is not")));
    }
    // As everywhere: the account, its sessions, its turn.
    let account = account::hold(tx, cx, &account).await?;
    let row = person::get(tx, person).await?;
    let key = account::data_key(tx, cx, person).await?;
    let data = key.open_json(&person_place("data_sealed", person), &row.data_sealed)?;
    let ended = site_session::end_others(tx, cx, person, None, EndReason::Deleted).await?;
    erasure::erase_alone(tx, cx, (&account, &data, row.version), (actor, ended)).await
}

/// Erases all that somebody made up: their own account ends, or becomes part of another one.
pub(crate) async fn forget(tx: &mut Tx, cx: &Cx, maker: AccountId) -> Result<()> {
    for row in store::list(tx, maker).await? {
        erase(tx, cx, (maker, row.person), Actor::System).await?;
    }
    Ok(())
}

/// Erases some of those whose time is over, each by itself; returns how many. It does not matter whether the installation still
/// has test persons.
pub(crate) async fn purge(cx: &Cx) -> Result<u64> {
    let over = store::over(&mut cx.app.store.read().await?, cx.now, PURGE_STEP).await?;
    let mut removed = 0;
    for row in over {
        let mut tx = cx.app.store.write().await?;
        let done = match erase(&mut tx, cx, (row.maker, row.person), Actor::System).await {
            Ok(()) => cx.commit(tx).await,
            Err(error) => Err(error),
        };
        match done {
            Ok(()) => removed += 1,
            // Somebody else was at it; the next run looks again.
            Err(Error::Conflict) => {}
            // One that cannot be removed does not keep the others; it gets in nowhere meanwhile.
            Err(error) => tracing::error!(person = %row.person, %error, "a test person was not removed"),
        }
    }
    Ok(removed)
}
