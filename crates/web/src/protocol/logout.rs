//! Where a site sends a browser to end the session (RP-Initiated Logout 1.0).

use std::collections::BTreeSet;

use axum::{
    Router,
    extract::Request,
    routing::{get, post},
};
use http::{HeaderValue, Method, header::CONTENT_SECURITY_POLICY};
use okno_app::{
    protocol::path,
    site_session::{self, Leaving},
};
use okno_oidc::parameter::{Limits, Parameters};
use okno_ui::{frame::NoticeKind, route, signed_out::SignedOutView, site::SiteLeaveView};
use serde::Deserialize;

use super::view;
use crate::kit::{Checked, Fault, MaybeSignedIn, PageCx, PageResult, WebState, form_bytes, headers};

pub(super) fn routes() -> Router<WebState> {
    Router::new().route(path::LOGOUT, get(arrive).post(arrive)).route(route::SITE_LEAVE, post(confirm))
}

/// `GET` or `POST /oauth2/logout`
async fn arrive(cx: PageCx, signed_in: MaybeSignedIn, request: Request) -> PageResult {
    if request.method() == Method::POST {
        // A form of another site comes without our cookies: who is signed in shows on the next page only.
        let bytes = form_bytes(request).await?;
        let text = String::from_utf8(bytes.to_vec()).map_err(|_| Fault::Malformed("the form is not UTF-8"))?;
        return cx.redirect(&format!("{}?{text}", path::LOGOUT));
    }
    let query = request.uri().query().unwrap_or_default().to_owned();
    leave(&cx, &signed_in, &query, false).await
}

/// What a person agrees to: the site's own words, to be read anew.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct LeaveForm {
    query: String,
}

/// The words that a person agrees to. Where the session was over before the button was pressed, what was wished for has happened, and
/// the way back is as for anybody who comes when nobody is signed in.
pub(super) fn agreed(form: Result<Checked<LeaveForm>, Fault>, signed_in: &MaybeSignedIn) -> Result<String, Fault> {
    match form {
        Ok(form) => Ok(form.query.clone()),
        Err(Fault::Stale(pairs)) if signed_in.0.is_none() => Ok(pairs.first("query").unwrap_or_default().to_owned()),
        Err(fault) => Err(fault),
    }
}

/// `POST /oauth2/logout/confirm`
async fn confirm(cx: PageCx, signed_in: MaybeSignedIn, form: Result<Checked<LeaveForm>, Fault>) -> PageResult {
    let query = agreed(form, &signed_in)?;
    leave(&cx, &signed_in, &query, true).await
}

/// Nobody is signed in any more, and there is nowhere else to go.
pub(super) fn at_home(cx: &PageCx) -> PageResult {
    cx.notice(NoticeKind::Info, "logged-out");
    cx.redirect(route::HOME)
}

/// What a page may load that tells these sites: of an address nothing but its origin gets into a header of ours.
fn policy(sites: &[String]) -> String {
    let origins: BTreeSet<String> = sites.iter().filter_map(|address| headers::origin_of(address)).collect();
    origins.into_iter().fold(format!("{}; frame-src", headers::POLICY), |policy, one| policy + " " + &one)
}

/// Nobody is signed in any more, and the browser tells these sites before it goes on (Front-Channel Logout 3). The page may load
/// them and nothing else of theirs; they do not learn its address, which may carry a token.
pub(crate) fn signed_out(cx: &PageCx, sites: Vec<String>, next: Option<String>) -> PageResult {
    let policy = policy(&sites);
    let mut frame = cx.frame();
    frame.user = None;
    let mut response = cx.secret_page(SignedOutView { frame, sites, next })?;
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    Ok(response)
}

async fn leave(cx: &PageCx, signed_in: &MaybeSignedIn, query: &str, confirmed: bool) -> PageResult {
    let Ok(parameters) = Parameters::parse(query, Limits::default()) else {
        return Err(Fault::Malformed("the request cannot be read"));
    };
    match site_session::leave(cx, &parameters, signed_in.0.as_deref(), confirmed).await? {
        Leaving::Fault(fault) => view::fault(cx, &fault),
        Leaving::Ask(site) => {
            cx.page(SiteLeaveView { frame: cx.frame(), action: route::SITE_LEAVE, site, query: query.to_owned() })
        }
        Leaving::Left { back, frames } => {
            cx.sign_out();
            if !frames.is_empty() {
                return signed_out(cx, frames, back);
            }
            match back {
                Some(address) if confirmed => view::back(cx, address, None),
                Some(address) => cx.leave_for(&address),
                None => at_home(cx),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a site registered cannot say anything in a policy of ours.
    #[test]
    fn words_of_an_address_do_not_enter_the_policy() {
        let policy = |sites: &[&str]| {
            let sites: Vec<String> = sites.iter().map(|site| (*site).to_owned()).collect();
            let whole = policy(&sites);
            whole.strip_prefix(headers::POLICY).unwrap().to_owned()
        };
        assert_eq!(
            policy(&["https://b.example:8443/x?iss=1", "https://a.example/", "https://a.example/y"]),
            "; frame-src https://a.example https://b.example:8443"
        );
        for words in
            ["https://a;report-uri/", "https://a,b/", "https://a;script-src *", "data:text/html,x", "https://*/"]
        {
            assert_eq!(policy(&[words]), "; frame-src", "{words}");
        }
    }
}
