//! A clerk who finds visitors, as prepared requests.

use std::{sync::Arc, time::UNIX_EPOCH};

use okno_domain::credential::totp;

use crate::browser::Browser;
use crate::http::Fault;
use crate::load::Requests;

/// One of the demonstration's clerks, with one center (`xtask/stack/operators.toml`).
const LOGIN: &str = "b.sidorova";
const PASSWORD: &str = "Birken am Fluss 22";
const TOTP_KEY: &str = "MEQGWZLZEBTG64RAMV3GK4TZEB2GK43V";

/// How long a code is the present one (RFC 6238).
const STEP_SECONDS: u32 = 30;

/// Signs the clerk in and prepares searches: of generated accounts by turns, or of one phone where there are none.
pub(crate) async fn searches(port: u16, accounts: u32, phone: &str) -> Result<Requests, Fault> {
    let mut browser = Browser::open(port).await?;
    browser.visit("/operator/login").await?;
    browser.send(&[("login", LOGIN), ("password", PASSWORD)]).await?;
    browser.send(&[("code", &code()?)]).await?;
    browser.visit("/operator/serve/confirm_identity").await?;
    let cookies = browser.cookies();
    let phone = phone.to_owned();
    Ok(Arc::new(move |number| {
        let whom = match u32::try_from(number).unwrap_or_default().checked_rem(accounts) {
            Some(which) => format!("+7000{which:07}"),
            None => phone.clone(),
        };
        Ok(browser.filled(&[("visitor", &whom)])?.with_cookies(&cookies))
    }))
}

fn code() -> Result<String, Fault> {
    let missing = || Fault::Unexpected("no code of the clerk".to_owned());
    let key = totp::from_base32(TOTP_KEY).ok_or_else(missing)?;
    let seconds = UNIX_EPOCH.elapsed().map_err(|_| missing())?.as_secs();
    let code = totp::code_at(&key, seconds / u64::from(STEP_SECONDS)).ok_or_else(missing)?;
    Ok(code.expose().to_owned())
}
