//! A clerk who finds visitors, as prepared requests.

use std::{sync::Arc, time::UNIX_EPOCH};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

use crate::browser::Browser;
use crate::http::Fault;
use crate::load::Requests;

/// One of the demonstration's clerks, with one center (`xtask/stack/operators.toml`).
const LOGIN: &str = "b.sidorova";
const PASSWORD: &str = "Birken am Fluss 22";
const TOTP_KEY: &[u8] = b"a key for every tesu";

/// How long a code is the present one (RFC 6238).
const STEP_SECONDS: u64 = 30;

/// Signs the clerk in and prepares searches: of generated accounts by turns, or of one phone where there are none.
pub(crate) async fn searches(port: u16, accounts: u32, phone: &str) -> Result<Requests, Fault> {
    let mut browser = Browser::open(port);
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

/// The code that the clerk's application shows now (RFC 6238).
fn code() -> Result<String, Fault> {
    let missing = || Fault::Unexpected("no code of the clerk".to_owned());
    let seconds = UNIX_EPOCH.elapsed().map_err(|_| missing())?.as_secs();
    let mut mac = Hmac::<Sha1>::new_from_slice(TOTP_KEY).map_err(|_| missing())?;
    mac.update(&(seconds / STEP_SECONDS).to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash.last().copied().ok_or_else(missing)? & 0x0f);
    let number = hash.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map(u32::from_be_bytes);
    Ok(format!("{:06}", (number.ok_or_else(missing)? & 0x7fff_ffff) % 1_000_000))
}
