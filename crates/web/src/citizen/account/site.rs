//! The sites at which the person has signed in, and taking back what they were given.

use axum::{
    Router,
    routing::{get, post},
};
use okno_app::{
    Error,
    site_session::{self, SiteAccess},
};
use okno_ui::{
    frame::NoticeKind,
    route,
    site::{SiteLine, SitesView},
};
use serde::Deserialize;

use crate::kit::{Checked, PageCx, PageResult, SignedIn, WebState};

/// How many sign-ins at one site the page shows.
const MOST_SIGN_INS: usize = 10;

pub(super) fn routes() -> Router<WebState> {
    Router::new().route(route::ACCOUNT_SITES, get(show)).route(route::ACCOUNT_SITES_WITHDRAW, post(withdraw))
}

fn line(cx: &PageCx, site: SiteAccess) -> SiteLine {
    SiteLine {
        sign_ins: site.sign_ins.iter().take(MOST_SIGN_INS).map(|at| cx.local(*at)).collect(),
        count: site.sign_ins.len(),
        delivered: site.delivered.into_iter().collect(),
        has_access: site.is_open || site.agreed_until.is_some(),
        is_offline: site.is_offline,
        has_device: site.has_device,
        agreed_until: site.agreed_until.map(|at| cx.local(at)),
        opens_at: site.opens_at,
        client_id: site.client_id,
        name: site.name,
    }
}

/// `GET /account/sites`
async fn show(cx: PageCx, signed_in: SignedIn) -> PageResult {
    let sites = site_session::sites(&cx, &signed_in).await?;
    cx.page(SitesView { frame: cx.frame(), sites: sites.into_iter().map(|site| line(&cx, site)).collect() })
}

/// Whose access ends.
#[derive(Default, Deserialize)]
#[serde(default)]
struct WithdrawForm {
    site: String,
}

/// `POST /account/sites/withdraw`
async fn withdraw(cx: PageCx, signed_in: SignedIn, form: Checked<WithdrawForm>) -> PageResult {
    match site_session::withdraw(&cx, &signed_in, &form.site).await {
        // Taken back already: what was wished for has happened.
        Ok(()) | Err(Error::NotFound) => {}
        Err(error) => return Err(error.into()),
    }
    cx.notice(NoticeKind::Success, "site-withdrawn");
    cx.redirect(route::ACCOUNT_SITES)
}
