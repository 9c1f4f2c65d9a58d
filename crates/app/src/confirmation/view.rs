//! What the page of methods shows (R110 to R114).

use std::collections::BTreeSet;

use okno_domain::{
    account::AccountLevel,
    confirmation::{ConfirmationMethod, ConfirmationStatus, IdentityConfirmation},
    time::Timestamp,
};
use okno_store::confirmation as store;

use crate::{context::Cx, error::Result, evidence, session::SignedIn};

/// The box for a code (R114).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeBox {
    /// Nothing to type: the level is too low, or the identity is confirmed.
    Absent,
    /// A code can be typed.
    Open {
        /// Whether one is on its way or in the person's hands.
        is_awaited: bool,
    },
    /// Too many wrong codes.
    Locked {
        /// Until when.
        until: Timestamp,
    },
}

/// The methods and where the person stands.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The level.
    pub level: AccountLevel,
    /// The methods that are switched on, in their order (R110, R111).
    pub methods: Vec<ConfirmationMethod>,
    /// The methods by which the person is confirmed already (R118).
    pub confirmed_by: Vec<ConfirmationMethod>,
    /// Proofs under way, the newest first.
    pub under_way: Vec<IdentityConfirmation>,
    /// The box for a code.
    pub code_box: CodeBox,
}

/// The methods by which a person is confirmed (R118, R151).
pub async fn confirmed_by(cx: &Cx, signed_in: &SignedIn) -> Result<BTreeSet<ConfirmationMethod>> {
    let standing = evidence::standing(&mut cx.app.store.read().await?, &signed_in.account).await?;
    Ok(standing.methods.into_iter().collect())
}

/// The methods and where the person stands.
pub async fn overview(cx: &Cx, signed_in: &SignedIn) -> Result<Overview> {
    let mut read = cx.app.store.read().await?;
    let standing = evidence::standing(&mut read, &signed_in.account).await?;
    let rows = store::list(&mut read, signed_in.id()).await?;
    let guard = store::guard(&mut read, signed_in.id()).await?;
    let under_way: Vec<_> = rows
        .into_iter()
        .map(|row| row.confirmation)
        .filter(|confirmation| confirmation.status.is_open() && cx.now < confirmation.expires_at)
        .collect();
    let is_awaited = under_way.iter().any(|confirmation| confirmation.status == ConfirmationStatus::AwaitingCode);
    let code_box = match guard.locked_until.filter(|until| cx.now < *until) {
        _ if signed_in.account.level < AccountLevel::Standard => CodeBox::Absent,
        _ if signed_in.account.level == AccountLevel::Confirmed && !is_awaited => CodeBox::Absent,
        Some(until) => CodeBox::Locked { until },
        None => CodeBox::Open { is_awaited },
    };
    let enabled = &cx.settings().confirmation.methods;
    let is_possible = |method: &ConfirmationMethod| match method {
        ConfirmationMethod::OnlineBank => !cx.app.ports.banks.is_empty(),
        ConfirmationMethod::RegisteredLetter => cx.app.ports.carrier.is_some(),
        _ => true,
    };
    let is_offered = |method: &ConfirmationMethod| enabled.contains(method) && is_possible(method);
    Ok(Overview {
        level: signed_in.account.level,
        methods: ConfirmationMethod::ALL.into_iter().filter(is_offered).collect(),
        confirmed_by: standing.methods.into_iter().collect(),
        under_way,
        code_box,
    })
}
