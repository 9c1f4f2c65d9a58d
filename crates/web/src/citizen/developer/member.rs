//! Who looks after a site, and the way in for a colleague.

use axum::{
    Router,
    routing::{get, post},
};
use okno_app::{
    Error,
    developer::{self, InvitationToken},
    registration::public_link,
};
use okno_domain::developer::{DeveloperRefusal, MemberRole};
use okno_domain::refusal::Refuse as _;
use okno_ui::{
    developer::{JoinView, MemberLine, MembersView},
    form::FormErrors,
    frame::NoticeKind,
    route::{self, developer_site},
};
use serde::Deserialize;

use super::{name_of, proof_or};
use crate::{
    citizen::step::NoFields,
    kit::{Checked, PageCx, PageResult, Path, Query, SignedIn, WebState},
};

pub(super) fn routes() -> Router<WebState> {
    let at = |rest: &str| format!("{}/{{site}}/members{rest}", route::DEVELOPER_SITES);
    Router::new()
        .route(&at(""), get(show))
        .route(&at("/invite"), post(invite))
        .route(&at("/void"), post(void))
        .route(&at("/remove"), post(remove))
        .route(route::DEVELOPER_JOIN, get(show_join).post(join))
}

fn url(site: &str) -> String {
    format!("{}/members", developer_site(site))
}

async fn view(
    cx: &PageCx,
    person: &SignedIn,
    site: &str,
    (link, errors): (Option<String>, FormErrors),
) -> Result<MembersView, Error> {
    let (managed, members, open_invitations) = developer::members(cx, person, site).await?;
    let is_own = managed.role == MemberRole::Owner;
    let line = |member: &developer::Colleague| {
        let is_self = member.account == person.id();
        MemberLine {
            id: member.account.to_string(),
            name: member.name.clone(),
            role: member.role,
            since: cx.local(member.since),
            may_remove: member.role == MemberRole::Colleague && (is_own || is_self),
            is_self,
        }
    };
    let mut frame = cx.frame();
    frame.path = url(site);
    Ok(MembersView {
        frame,
        errors,
        client_id: managed.row.client_id.clone(),
        name: name_of(cx, &managed.row.metadata, &managed.row.client_id),
        members: members.iter().map(line).collect(),
        is_own,
        open_invitations,
        link,
    })
}

/// `GET /developer/sites/{site}/members`
async fn show(cx: PageCx, person: SignedIn, Path(site): Path<String>) -> PageResult {
    let view = view(&cx, &person, &site, (None, FormErrors::none())).await?;
    cx.page(view)
}

async fn refused(cx: &PageCx, person: &SignedIn, site: &str, error: Error) -> PageResult {
    match proof_or(cx, error, &url(site)) {
        Ok(page) => page,
        Err(Error::Refused(refusal)) => {
            let view = view(cx, person, site, (None, refusal.clone().into())).await?;
            cx.refused(&refusal, view)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /developer/sites/{site}/members/invite`
async fn invite(cx: PageCx, person: SignedIn, Path(site): Path<String>, _: Checked<NoFields>) -> PageResult {
    match developer::invite(&cx, &person, &site).await {
        Ok(token) => {
            let link = public_link(&cx, &format!("{}?token={}", route::DEVELOPER_JOIN, token.encode().expose()));
            let view = view(&cx, &person, &site, (Some(link), FormErrors::none())).await?;
            cx.secret_page(view)
        }
        Err(error) => refused(&cx, &person, &site, error).await,
    }
}

/// `POST /developer/sites/{site}/members/void`
async fn void(cx: PageCx, person: SignedIn, Path(site): Path<String>, _: Checked<NoFields>) -> PageResult {
    match developer::void_invitations(&cx, &person, &site).await {
        Ok(()) => {
            cx.notice(NoticeKind::Success, "developer-void");
            cx.redirect(&url(&site))
        }
        Err(error) => refused(&cx, &person, &site, error).await,
    }
}

/// Who is taken out.
#[derive(Default, Deserialize)]
#[serde(default)]
struct RemoveForm {
    member: String,
}

/// `POST /developer/sites/{site}/members/remove`
async fn remove(cx: PageCx, person: SignedIn, Path(site): Path<String>, form: Checked<RemoveForm>) -> PageResult {
    let member = form.member.parse().map_err(|_| Error::NotFound)?;
    match developer::leave(&cx, &person, &site, member).await {
        Ok(()) => {
            cx.notice(NoticeKind::Success, "developer-left");
            cx.redirect(&if member == person.id() { route::DEVELOPER.to_owned() } else { url(&site) })
        }
        Err(error) => refused(&cx, &person, &site, error).await,
    }
}

/// What the link of an invitation carries, and the name for colleagues.
#[derive(Default, Deserialize)]
#[serde(default)]
struct JoinForm {
    token: String,
    member_name: String,
}

fn join_url(token: &str) -> String {
    format!("{}?token={}", route::DEVELOPER_JOIN, route::encode(token))
}

/// The page, with the site where the invitation is good.
async fn join_view(
    cx: &PageCx,
    person: &SignedIn,
    (token, typed): (&str, Option<&str>),
    errors: FormErrors,
) -> Result<JoinView, Error> {
    let over = || Error::refused(&DeveloperRefusal::InvitationOver);
    let invited = match InvitationToken::parse(token).ok_or_else(over) {
        Ok(parsed) => developer::invitation(cx, person, &parsed).await,
        Err(error) => Err(error),
    };
    let mut frame = cx.frame();
    frame.path = join_url(token);
    match invited {
        Ok(invited) => Ok(JoinView {
            frame,
            site_name: Some(invited.site_name),
            token: token.to_owned(),
            member_name: errors.field("member_name", typed.unwrap_or(&invited.proposed_name)),
            errors,
        }),
        Err(Error::Refused(refusal)) => Ok(JoinView {
            frame,
            site_name: None,
            token: String::new(),
            member_name: errors.field("member_name", ""),
            errors: refusal.into(),
        }),
        Err(error) => Err(error),
    }
}

/// `GET /developer/join`
async fn show_join(cx: PageCx, person: SignedIn, Query(form): Query<JoinForm>) -> PageResult {
    let view = join_view(&cx, &person, (&form.token, None), FormErrors::none()).await?;
    if view.site_name.is_none() {
        return cx.refused(&DeveloperRefusal::InvitationOver.refusal(), view);
    }
    cx.secret_page(view)
}

/// `POST /developer/join`
async fn join(cx: PageCx, person: SignedIn, form: Checked<JoinForm>) -> PageResult {
    let joined = match InvitationToken::parse(&form.token) {
        Some(token) => developer::join(&cx, &person, &token, &form.member_name).await,
        None => Err(Error::refused(&DeveloperRefusal::InvitationOver)),
    };
    let error = match joined {
        Ok(client_id) => {
            cx.notice(NoticeKind::Success, "developer-joined");
            return cx.redirect(&developer_site(&client_id));
        }
        Err(error) => error,
    };
    let typed = (form.token.as_str(), Some(form.member_name.as_str()));
    match proof_or(&cx, error, &join_url(&form.token)) {
        Ok(page) => page,
        Err(Error::Fields(faults)) => {
            let view = join_view(&cx, &person, typed, faults.into()).await?;
            cx.faulty(view)
        }
        Err(Error::Refused(refusal)) => {
            let view = join_view(&cx, &person, typed, refusal.clone().into()).await?;
            cx.refused(&refusal, view)
        }
        Err(error) => Err(error.into()),
    }
}
