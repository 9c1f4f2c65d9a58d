//! Signing in by password (R184, R185, R191); one who has set a second factor goes on to it.

use okno_domain::{
    account::AccountId,
    contact::ContactKind,
    identifier::{
        Reason,
        email::{Email, EmailRules},
        phone::{Phone, PhoneRules},
        snils::Snils,
    },
    refusal::{Class, FieldFault, Refusal},
    secret::Secret,
    statistic::{Area, Kind},
    test_person::is_its_address,
};
use okno_store::{
    Read, Tx, contact,
    password::{self as store, PasswordRow},
    person,
};

use crate::{
    account::{self, Account},
    audit::{self, Act, Actor},
    context::Cx,
    error::{Error, Result},
    factor,
    limit::{self, Guard, LimitKey},
    login_step::{self, StepToken},
    restriction,
    session::{self, SessionToken, SignedIn},
    statistic, step_up, test_person,
};

/// How often a password is looked at that is another each time.
const MOST_LOOKS: u32 = 3;

/// What a person names to say who they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoginIdentifier {
    /// A confirmed phone or e-mail.
    Contact {
        /// Which.
        kind: ContactKind,
        /// As it is compared.
        value: String,
        /// As it was typed, tidied: what pages show, whatever spelling is stored (C28).
        typed: String,
    },
    /// A verified SNILS, 11 digits.
    Snils(String),
}

/// The rules for phones in force.
pub fn phone_rules(cx: &Cx) -> PhoneRules {
    let contact = &cx.settings().contact;
    PhoneRules { foreign: contact.phone_foreign, test_numbers: contact.phone_test_numbers }
}

/// The rules for e-mail addresses in force.
pub fn email_rules(cx: &Cx) -> EmailRules {
    EmailRules { smtputf8: cx.settings().contact.email_smtputf8 }
}

impl LoginIdentifier {
    /// Reads what was typed in the tab "phone or e-mail": with an @ it is an e-mail address, else a phone. An 11-digit
    /// number is a phone here, whatever its sum (portal-requirements 2.1).
    pub fn contact(cx: &Cx, typed: &str) -> std::result::Result<Self, FieldFault> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(FieldFault::new("login", "required"));
        }
        if typed.contains('@') {
            let email = Email::parse(typed, email_rules(cx)).map_err(|_| FieldFault::new("login", "login-contact"))?;
            let (value, typed) = (email.comparison().to_owned(), email.as_str().to_owned());
            Ok(Self::Contact { kind: ContactKind::Email, value, typed })
        } else {
            let phone = Phone::parse(typed, phone_rules(cx)).map_err(|_| FieldFault::new("login", "login-contact"))?;
            let value = phone.as_str().to_owned();
            Ok(Self::Contact { kind: ContactKind::MobilePhone, typed: value.clone(), value })
        }
    }

    /// Reads what was typed in the tab "SNILS".
    pub fn snils(typed: &str) -> std::result::Result<Self, FieldFault> {
        if typed.trim().is_empty() {
            return Err(FieldFault::new("snils", "required"));
        }
        let snils = Snils::parse(typed).map_err(|refusal| refusal.on("snils"))?;
        Ok(Self::Snils(snils.as_str().to_owned()))
    }

    /// Whether it can be of nobody but somebody made up.
    fn is_made_up(&self) -> bool {
        matches!(self, Self::Contact { value, .. } if is_its_address(value))
    }

    /// The blind index by which it is stored.
    pub fn hash(&self, cx: &Cx) -> [u8; 32] {
        match self {
            Self::Contact { kind, value, .. } => cx.app.keys.blind(kind.name(), value),
            Self::Snils(value) => cx.app.keys.blind("snils", value),
        }
    }

    /// The account it leads to.
    pub async fn lookup(&self, read: &mut Read, cx: &Cx) -> Result<Option<AccountId>> {
        let hash = self.hash(cx);
        Ok(match self {
            Self::Contact { .. } => contact::lookup(read, &hash).await?,
            Self::Snils(_) => person::lookup_snils(read, &hash).await?,
        })
    }
}

/// The counters of guesses at a password. They are keyed by what was typed and by the network, never by the account: two
/// names of one account that slow down together would tell that they belong together.
#[derive(Clone, Copy)]
struct Guesses {
    here: Guard,
    anywhere: Guard,
    network: Guard,
}

impl Guesses {
    fn of(cx: &Cx, hash: &[u8; 32]) -> Self {
        let (here, anywhere) = guess_keys(cx, hash);
        Self {
            here: Guard { key: here, rule: limit::guesses_here(cx) },
            anywhere: Guard { key: anywhere, rule: limit::guesses_anywhere(cx) },
            network: Guard {
                key: LimitKey::new(cx, "password-network", &cx.client.network),
                rule: limit::guesses_of_network(cx),
            },
        }
    }

    /// What counts an attempt. Where the person signs in usually, strangers elsewhere do not slow them down.
    fn guards(&self, is_known: bool) -> Vec<Guard> {
        if is_known { vec![self.here, self.network] } else { vec![self.here, self.anywhere, self.network] }
    }
}

fn guess_keys(cx: &Cx, hash: &[u8; 32]) -> (LimitKey, LimitKey) {
    (LimitKey::here(cx, "password-here", hash), LimitKey::of_hash(cx, "password", hash))
}

/// Forgets the wrong passwords for these names of an account: its person has just set another one (R194).
pub(crate) async fn forget_failures(tx: &mut Tx, cx: &Cx, names: &[[u8; 32]]) -> Result<()> {
    for name in names {
        let (here, anywhere) = guess_keys(cx, name);
        limit::succeeded(tx, here).await?;
        limit::succeeded(tx, anywhere).await?;
    }
    Ok(())
}

fn wrong() -> Error {
    Error::Refused(Refusal::new("login-wrong", Class::Invalid))
}

/// What a right password leads to.
#[derive(Clone, Debug)]
pub enum Entry {
    /// The person is signed in.
    SignedIn(SessionToken),
    /// A second factor is due first.
    SecondFactor(StepToken),
}

/// Takes the password. A wrong identifier and a wrong password give the same refusal after the same work (R191).
pub async fn begin(cx: &Cx, identifier: &LoginIdentifier, password: &Secret) -> Result<Entry> {
    let guesses = Guesses::of(cx, &identifier.hash(cx));
    let (account, stored, guards) = {
        let mut tx = cx.app.store.write().await?;
        let account = identifier.lookup(&mut tx, cx).await?;
        let (stored, is_known) = match account {
            Some(account) => (store::find(&mut tx, account).await?, limit::knows_network(&mut tx, cx, account).await?),
            None => (None, false),
        };
        let guards = guesses.guards(is_known);
        limit::reserve(&mut tx, &guards, cx.now).await?;
        tx.commit().await?;
        (account, stored, guards)
    };
    let Some((mut tx, account, seen, stronger)) = proved(cx, &guards, (account, stored), password).await? else {
        let counted = (!identifier.is_made_up()).then(|| identifier.hash(cx));
        note_failure(cx, account, counted.as_ref()).await?;
        return Err(wrong());
    };
    limit::release(&mut tx, &guards).await?;
    limit::succeeded(&mut tx, guesses.here.key).await?;
    let account = account::get(&mut tx, account).await?;
    let factors = factor::count(&mut tx, account.id).await?;
    if let Err(error) = restriction::may_prove(&mut tx, cx, &account, factors).await? {
        if let Error::Refused(refusal) = &error {
            statistic::count_failure_of_person(&mut tx, cx, &account, Area::Login, refusal.code);
        }
        cx.commit(tx).await?;
        return Err(error);
    }
    if let Some(stronger) = stronger {
        store::rehash(&mut tx, account.id, seen, &stronger).await?;
    }
    let entry = if factors.is_set() {
        Entry::SecondFactor(login_step::begin(&mut tx, cx, account.id).await?)
    } else {
        Entry::SignedIn(enter(&mut tx, cx, &account, "password").await?)
    };
    cx.commit(tx).await?;
    Ok(entry)
}

/// Looks at the password, and locks it as it was seen: in the transaction that comes back with it no other is set, so whoever sets
/// one ends the session that is opened here. With it come the version of the password and, where it is due, a stronger hash.
async fn proved(
    cx: &Cx,
    guards: &[Guard],
    (account, mut stored): (Option<AccountId>, Option<PasswordRow>),
    password: &Secret,
) -> Result<Option<(Tx, AccountId, i64, Option<String>)>> {
    let peppered = cx.app.keys.peppered_password(password);
    for _ in 0..MOST_LOOKS {
        let hash = stored.as_ref().map(|row| row.password_hash.clone());
        let verified = unless_broken(cx, guards, cx.app.hashing.verify(peppered.clone(), hash).await).await?;
        let (Some(account), Some(verified), Some(row)) = (account, verified, stored) else { return Ok(None) };
        let stronger = if verified.outdated {
            let hashed = cx.app.hashing.hash(peppered.clone(), cx.random_bytes()).await;
            Some(unless_broken(cx, guards, hashed).await?)
        } else {
            None
        };
        let mut tx = cx.app.store.write().await?;
        if store::hold(&mut tx, account, row.version).await? {
            return Ok(Some((tx, account, row.version, stronger)));
        }
        // It was set anew, or another login hashed it anew: what was typed is compared with what there is now.
        stored = store::find(&mut tx, account).await?;
    }
    unless_broken(cx, guards, Err(Error::Conflict)).await
}

/// Everything that is asked for was proved: opens the session, records the login, and tells the person where it came from
/// somewhere new (B2). Somebody made up gets in while they are good for anything.
pub(crate) async fn enter(tx: &mut Tx, cx: &Cx, account: &Account, method: &str) -> Result<SessionToken> {
    test_person::demand_usable(tx, cx, account).await?;
    restriction::tell_login(tx, cx, account).await?;
    limit::know_network(tx, cx, account.id).await?;
    let token = session::open(tx, cx, account.id, method).await?;
    audit::record(tx, cx, account.id, Act::by_person("logged-in").on(method)).await?;
    statistic::count_person(tx, cx, account, Kind::Login, method);
    Ok(token)
}

/// An attempt that was not looked at, as when hashing is overloaded, is no failure.
pub(crate) async fn unless_broken<T>(cx: &Cx, guards: &[Guard], looked_at: Result<T>) -> Result<T> {
    if looked_at.is_err() {
        let mut tx = cx.app.store.write().await?;
        limit::release(&mut tx, guards).await?;
        tx.commit().await?;
    }
    looked_at
}

/// The failure is counted against the guesses already; here it is recorded, and added to the numbers if it was a login.
async fn note_failure(cx: &Cx, account: Option<AccountId>, login: Option<&[u8; 32]>) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    if let Some(hash) = login {
        statistic::count_failure_of(&mut tx, cx, hash, Area::Login, "login-wrong");
    }
    if let Some(account) = account {
        let act = Act { actor: Actor::Unknown, act: "login-failed", detail: "password".to_owned() };
        audit::record(&mut tx, cx, account, act).await?;
    }
    cx.commit(tx).await
}

/// Asks a signed-in person for the password once more, before a sensitive act (R94); where a second factor is set, a fresh
/// proof of it must be there already. Wrong passwords count for this account from this network; what strangers try at the
/// login does not matter here.
pub async fn prove_again(cx: &Cx, signed_in: &SignedIn, password: &Secret) -> Result<()> {
    let here = LimitKey::new(cx, "password-again", &format!("{} {}", signed_in.id(), cx.client.network));
    let guards = [Guard { key: here, rule: limit::guesses_here(cx) }];
    let stored = {
        let mut tx = cx.app.store.write().await?;
        step_up::demand_factor(&mut tx, cx, signed_in).await?;
        limit::reserve(&mut tx, &guards, cx.now).await?;
        let stored = store::find(&mut tx, signed_in.id()).await?;
        tx.commit().await?;
        stored
    };
    let peppered = cx.app.keys.peppered_password(password);
    let verified = cx.app.hashing.verify(peppered, stored.map(|row| row.password_hash)).await;
    if unless_broken(cx, &guards, verified).await?.is_none() {
        note_failure(cx, Some(signed_in.id()), None).await?;
        return Err(Error::Fields(vec![FieldFault::new("password", "password-wrong")]));
    }
    let mut tx = cx.app.store.write().await?;
    limit::succeeded(&mut tx, here).await?;
    okno_store::session::authenticated(&mut tx, signed_in.id(), signed_in.session, cx.now).await?;
    cx.commit(tx).await
}
