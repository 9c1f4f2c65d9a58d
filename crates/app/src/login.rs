//! Signing in by password (R184, R185, R191).

use okno_domain::{
    account::{AccountId, AccountStatus},
    contact::ContactKind,
    identifier::{
        Reason,
        email::{Email, EmailRules},
        phone::{Phone, PhoneRules},
        snils::Snils,
    },
    refusal::{Class, FieldFault, Refusal},
    secret::Secret,
};
use okno_store::{Read, contact, password as store, person};

use crate::{
    account,
    audit::{self, Act, Actor},
    context::Cx,
    error::{Error, Result},
    limit::{self, LimitKey},
    session::{self, SessionToken, SignedIn},
};

/// What a person names to say who they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoginIdentifier {
    /// A confirmed phone or e-mail.
    Contact(ContactKind, String),
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
            Ok(Self::Contact(ContactKind::Email, email.comparison().to_owned()))
        } else {
            let phone = Phone::parse(typed, phone_rules(cx)).map_err(|_| FieldFault::new("login", "login-contact"))?;
            Ok(Self::Contact(ContactKind::MobilePhone, phone.as_str().to_owned()))
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

    /// The blind index by which it is stored.
    pub fn hash(&self, cx: &Cx) -> [u8; 32] {
        match self {
            Self::Contact(kind, value) => cx.app.keys.blind(kind.name(), value),
            Self::Snils(value) => cx.app.keys.blind("snils", value),
        }
    }

    /// The account it leads to.
    pub async fn lookup(&self, read: &mut Read, cx: &Cx) -> Result<Option<AccountId>> {
        let hash = self.hash(cx);
        Ok(match self {
            Self::Contact(..) => contact::lookup(read, &hash).await?,
            Self::Snils(_) => person::lookup_snils(read, &hash).await?,
        })
    }
}

/// The counters of guesses at a password: per account and network prefix, and per account from anywhere. What leads to
/// no account is counted by itself, so that it answers alike.
struct Guesses {
    from_network: LimitKey,
    on_account: LimitKey,
}

impl Guesses {
    fn of(cx: &Cx, target: &str) -> Self {
        Self {
            from_network: LimitKey::new(cx, "password-network", &format!("{target} {}", cx.client.network)),
            on_account: LimitKey::new(cx, "password-account", target),
        }
    }

    async fn check(&self, read: &mut Read, cx: &Cx) -> Result<()> {
        limit::check(read, &[self.from_network, self.on_account], cx.now).await
    }
}

fn wrong() -> Error {
    Error::Refused(Refusal::new("login-wrong", Class::Invalid))
}

/// Signs a person in. A wrong identifier and a wrong password give the same refusal after the same work (R191).
pub async fn log_in(cx: &Cx, identifier: &LoginIdentifier, password: &Secret) -> Result<SessionToken> {
    let (account, stored, guesses) = {
        let mut read = cx.app.store.read().await?;
        let account = identifier.lookup(&mut read, cx).await?;
        let target = account.map_or_else(|| format!("{identifier:?}"), |account| account.to_string());
        let guesses = Guesses::of(cx, &target);
        guesses.check(&mut read, cx).await?;
        let stored = match account {
            Some(account) => store::find(&mut read, account).await?,
            None => None,
        };
        (account, stored, guesses)
    };
    let peppered = cx.app.keys.peppered_password(password);
    let verified =
        cx.app.hashing.verify(peppered.clone(), stored.as_ref().map(|row| row.password_hash.clone())).await?;
    let (Some(account), Some(verified), Some(stored)) = (account, verified, stored) else {
        note_failure(cx, account, &guesses).await?;
        return Err(wrong());
    };
    let stronger = if verified.outdated { Some(cx.app.hashing.hash(peppered, cx.random_bytes()).await?) } else { None };
    let mut tx = cx.app.store.write().await?;
    if account::get(&mut tx, account).await?.status != AccountStatus::Active {
        return Err(Error::Refused(Refusal::new("account-locked", Class::Forbidden)));
    }
    if let Some(stronger) = stronger {
        store::rehash(&mut tx, account, stored.version, &stronger).await?;
    }
    limit::succeeded(&mut tx, guesses.from_network).await?;
    let token = session::open(&mut tx, cx, account, "password").await?;
    audit::record(&mut tx, cx, account, Act::by_person("logged-in").on("password")).await?;
    cx.commit(tx).await?;
    Ok(token)
}

async fn note_failure(cx: &Cx, account: Option<AccountId>, guesses: &Guesses) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    limit::failed(&mut tx, guesses.from_network, &limit::guesses_from_network(cx), cx.now).await?;
    limit::failed(&mut tx, guesses.on_account, &limit::guesses_on_account(cx), cx.now).await?;
    if let Some(account) = account {
        let act = Act { actor: Actor::Unknown, act: "login-failed", detail: "password".to_owned() };
        audit::record(&mut tx, cx, account, act).await?;
    }
    cx.commit(tx).await
}

/// Asks a signed-in person for the password once more, before a sensitive act (R94). Guesses count as at login.
pub async fn prove_again(cx: &Cx, signed_in: &SignedIn, password: &Secret) -> Result<()> {
    let guesses = Guesses::of(cx, &signed_in.id().to_string());
    let stored = {
        let mut read = cx.app.store.read().await?;
        guesses.check(&mut read, cx).await?;
        store::find(&mut read, signed_in.id()).await?
    };
    let peppered = cx.app.keys.peppered_password(password);
    if cx.app.hashing.verify(peppered, stored.map(|row| row.password_hash)).await?.is_none() {
        note_failure(cx, Some(signed_in.id()), &guesses).await?;
        return Err(Error::Fields(vec![FieldFault::new("password", "password-wrong")]));
    }
    let mut tx = cx.app.store.write().await?;
    limit::succeeded(&mut tx, guesses.from_network).await?;
    okno_store::session::authenticated(&mut tx, signed_in.id(), signed_in.session, cx.now).await?;
    cx.commit(tx).await
}
