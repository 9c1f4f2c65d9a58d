//! Contacts: adding, replacing, removing (R94).

use axum::{
    Router,
    routing::{get, post},
};
use okno_app::{Error, contact, one_time_code::LinkToken, session};
use okno_domain::{
    contact::{ContactId, ContactKind, ContactStatus},
    refusal::{FieldFault, Refusal},
    secret::Secret,
};
use okno_ui::{
    contact::{
        ContactCodeView, ContactEnterView, ContactLine, ContactLinkView, ContactRemoveView, ContactSlot, ContactsView,
        code_url, shown,
    },
    form::FormErrors,
    frame::NoticeKind,
    route,
};
use serde::Deserialize;

use super::{Proof, proof::factor_first};
use crate::{
    citizen::step::{CodeForm, LinkForm, NoFields, is_about_code, outcome},
    kit::{Checked, Fault, PageCx, PageResult, Path, Query, SignedIn, WebState},
};

pub(super) fn routes() -> Router<WebState> {
    let at = |rest: &str| format!("{}{rest}", route::ACCOUNT_CONTACTS);
    Router::new()
        .route(route::ACCOUNT_CONTACTS, get(list))
        .route(route::ACCOUNT_CONTACTS_LINK, get(show_link).post(follow_link))
        .route(&at("/{kind}"), get(enter).post(add))
        .route(&at("/{kind}/code"), get(code).post(take_code))
        .route(&at("/{kind}/resend"), post(resend))
        .route(&at("/remove/{id}"), get(ask_remove).post(remove))
}

fn kind_of(name: &str) -> Result<ContactKind, Fault> {
    ContactKind::from_name(name).ok_or(Fault::NotFound)
}

/// `GET /account/contacts`
async fn list(cx: PageCx, signed_in: SignedIn) -> PageResult {
    let contacts = contact::list(&cx, &signed_in).await?;
    let confirmed = contacts.iter().filter(|contact| contact.row.status == ContactStatus::Confirmed).count();
    let slots = ContactKind::ALL.map(|kind| {
        let with = |status| {
            let found = contacts.iter().find(|it| it.row.kind == kind && it.row.status == status)?;
            Some(ContactLine { id: found.row.id.to_string(), value: shown(kind, found.value.expose()) })
        };
        ContactSlot {
            kind,
            confirmed: with(ContactStatus::Confirmed),
            waiting: with(ContactStatus::Unconfirmed),
            removable: confirmed > 1,
        }
    });
    cx.page(ContactsView { frame: cx.frame(), slots: slots.to_vec() })
}

/// The form for a new contact. Each kind has a field of its own name.
#[derive(Default, Deserialize)]
#[serde(default)]
struct EnterForm {
    mobile_phone: String,
    email: String,
    password: Secret,
}

async fn enter_view(
    cx: &PageCx,
    signed_in: &session::SignedIn,
    kind: ContactKind,
    typed: &str,
    errors: FormErrors,
) -> Result<ContactEnterView, Fault> {
    let contacts = contact::list(cx, signed_in).await?;
    let replaces = contacts.iter().any(|it| it.row.kind == kind && it.row.status == ContactStatus::Confirmed);
    Ok(ContactEnterView::new(cx.frame(), errors, kind, replaces, typed))
}

/// `GET /account/contacts/{kind}`
async fn enter(cx: PageCx, signed_in: SignedIn, Path(kind): Path<String>) -> PageResult {
    if let Some(first) = factor_first(&cx, &signed_in).await? {
        return first;
    }
    let kind = kind_of(&kind)?;
    cx.page(enter_view(&cx, &signed_in, kind, "", FormErrors::none()).await?)
}

/// `POST /account/contacts/{kind}`: the password first, then a code goes to the new contact.
async fn add(cx: PageCx, signed_in: SignedIn, Path(kind): Path<String>, form: Checked<EnterForm>) -> PageResult {
    let kind = kind_of(&kind)?;
    let typed = match kind {
        ContactKind::MobilePhone => &form.mobile_phone,
        ContactKind::Email => &form.email,
    };
    match contact::add(&cx, &signed_in, kind, typed, &form.password).await {
        Ok(()) => cx.redirect(&code_url(kind)),
        Err(Error::Fields(faults)) => cx.faulty(enter_view(&cx, &signed_in, kind, typed, faults.into()).await?),
        Err(Error::Refused(refusal)) => {
            let view = enter_view(&cx, &signed_in, kind, typed, refusal.clone().into()).await?;
            cx.refused(&refusal, view)
        }
        Err(error) => Err(error.into()),
    }
}

/// The page for the code; none when no contact of this kind waits for one.
async fn code_view(
    cx: &PageCx,
    signed_in: &session::SignedIn,
    kind: ContactKind,
    errors: FormErrors,
) -> Result<Option<ContactCodeView>, Fault> {
    let Some(waiting) = contact::waiting(cx, signed_in, kind).await? else { return Ok(None) };
    let mut frame = cx.frame();
    // The page may answer a POST to another address.
    frame.path = code_url(kind);
    let left = waiting.code.map_or(0, |code| code.seconds_left(cx.now));
    Ok(Some(ContactCodeView {
        frame,
        kind,
        to: shown(kind, waiting.contact.value.expose()),
        code: errors.field("code", ""),
        seconds_left: (left > 0).then_some(left),
        resend_in: waiting.resend_in,
        errors,
    }))
}

/// `GET /account/contacts/{kind}/code`
async fn code(cx: PageCx, signed_in: SignedIn, Path(kind): Path<String>) -> PageResult {
    match code_view(&cx, &signed_in, kind_of(&kind)?, FormErrors::none()).await? {
        Some(view) => cx.page(view),
        None => cx.redirect(route::ACCOUNT_CONTACTS),
    }
}

/// The page again with what was refused: about the code at its field, anything else above.
async fn refused(cx: &PageCx, signed_in: &session::SignedIn, kind: ContactKind, refusal: &Refusal) -> PageResult {
    let about_code = is_about_code(refusal.code);
    let errors = if about_code {
        FormErrors::from(vec![FieldFault { field: "code", code: refusal.code, args: refusal.args.clone() }])
    } else {
        refusal.clone().into()
    };
    match code_view(cx, signed_in, kind, errors).await? {
        Some(view) => cx.refused(refusal, view),
        None => cx.redirect(route::ACCOUNT_CONTACTS),
    }
}

/// `POST /account/contacts/{kind}/code`
async fn take_code(cx: PageCx, signed_in: SignedIn, Path(kind): Path<String>, form: Checked<CodeForm>) -> PageResult {
    let kind = kind_of(&kind)?;
    match cx.again(|| contact::enter_code(&cx, &signed_in, kind, &form.code)).await {
        Ok(()) => {
            cx.notice(NoticeKind::Success, "contact-in-force");
            cx.redirect(route::ACCOUNT_CONTACTS)
        }
        Err(Error::Refused(refusal)) => refused(&cx, &signed_in, kind, &refusal).await,
        // Confirmed in another window.
        Err(Error::NotFound) => cx.redirect(route::ACCOUNT_CONTACTS),
        Err(error) => Err(error.into()),
    }
}

/// A link that is used up, too old, or somebody else's.
fn link_over(cx: &PageCx, error: Error) -> PageResult {
    match error {
        Error::Refused(refusal) => {
            let next = (route::ACCOUNT_CONTACTS, "contact-link-over-next");
            cx.refused(&refusal, outcome(cx, "code-link-over-title", &["contact-link-over-text"], next))
        }
        // Confirmed or replaced in another window.
        Error::NotFound | Error::Conflict => cx.redirect(route::ACCOUNT_CONTACTS),
        error => Err(error.into()),
    }
}

fn link_of(form: &LinkForm) -> Result<LinkToken, Error> {
    LinkToken::parse(form.token.expose()).ok_or(Error::NotFound)
}

/// `GET /account/contacts/link`: for the signed-in owner; uses nothing up.
async fn show_link(cx: PageCx, signed_in: SignedIn, Query(form): Query<LinkForm>) -> PageResult {
    let link = link_of(&form).map_err(|_| Fault::NotFound)?;
    match contact::peek_link(&cx, &signed_in, &link).await {
        Ok(contact) => {
            let value = shown(contact.row.kind, contact.value.expose());
            cx.secret_page(ContactLinkView { frame: cx.frame(), value, token: form.token.expose().to_owned() })
        }
        Err(error) => link_over(&cx, error),
    }
}

/// `POST /account/contacts/link`: the address is in force (R38).
async fn follow_link(cx: PageCx, signed_in: SignedIn, form: Checked<LinkForm>) -> PageResult {
    let link = link_of(&form).map_err(|_| Fault::NotFound)?;
    match contact::follow_link(&cx, &signed_in, &link).await {
        Ok(()) => {
            cx.notice(NoticeKind::Success, "contact-in-force");
            cx.redirect(route::ACCOUNT_CONTACTS)
        }
        Err(error) => link_over(&cx, error),
    }
}

/// `POST /account/contacts/{kind}/resend`
async fn resend(cx: PageCx, signed_in: SignedIn, Path(kind): Path<String>, _: Checked<NoFields>) -> PageResult {
    let kind = kind_of(&kind)?;
    match contact::resend(&cx, &signed_in, kind).await {
        Ok(()) => {
            cx.notice(NoticeKind::Info, "code-sent");
            cx.redirect(&code_url(kind))
        }
        Err(Error::Refused(refusal)) => refused(&cx, &signed_in, kind, &refusal).await,
        Err(Error::NotFound) => cx.redirect(route::ACCOUNT_CONTACTS),
        Err(error) => Err(error.into()),
    }
}

async fn remove_view(
    cx: &PageCx,
    signed_in: &session::SignedIn,
    id: ContactId,
    errors: FormErrors,
) -> Result<ContactRemoveView, Fault> {
    let contacts = contact::list(cx, signed_in).await?;
    let found = contacts.iter().find(|contact| contact.row.id == id).ok_or(Fault::NotFound)?;
    let value = shown(found.row.kind, found.value.expose());
    Ok(ContactRemoveView { frame: cx.frame(), value, password: errors.field("password", ""), errors })
}

/// `GET /account/contacts/remove/{id}`
async fn ask_remove(cx: PageCx, signed_in: SignedIn, Path(id): Path<ContactId>) -> PageResult {
    if let Some(first) = factor_first(&cx, &signed_in).await? {
        return first;
    }
    cx.page(remove_view(&cx, &signed_in, id, FormErrors::none()).await?)
}

/// `POST /account/contacts/remove/{id}`
async fn remove(cx: PageCx, signed_in: SignedIn, Path(id): Path<ContactId>, form: Checked<Proof>) -> PageResult {
    match contact::remove(&cx, &signed_in, id, &form.password).await {
        Ok(()) => {
            cx.notice(NoticeKind::Success, "contact-removed");
            cx.redirect(route::ACCOUNT_CONTACTS)
        }
        Err(Error::Fields(faults)) => cx.faulty(remove_view(&cx, &signed_in, id, faults.into()).await?),
        Err(Error::Refused(refusal)) => {
            let view = remove_view(&cx, &signed_in, id, refusal.clone().into()).await?;
            cx.refused(&refusal, view)
        }
        Err(error) => Err(error.into()),
    }
}
