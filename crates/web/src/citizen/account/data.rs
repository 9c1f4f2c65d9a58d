//! All personal data (R6, R90, R92, R95).

use axum::{
    Router,
    routing::{get, post},
};
use okno_app::{
    Error, account, contact,
    verification::{self, CheckView, DataStanding, VerificationView},
};
use okno_domain::{
    contact::{ContactKind, ContactStatus},
    identifier::{Reason as _, region_zone::RegionZone},
    person::form::{PERSON_FIELDS, PersonForm, document_fields},
    verification::{CheckKind, VerificationState, VerificationStatus},
};
use okno_ui::{
    frame::NoticeKind,
    personal_data::{Checks, Datum, PersonalDataView},
    profile::shown,
    route,
    verification::CheckLine,
};
use serde::Deserialize;

use crate::kit::{Checked, PageCx, PageResult, SignedIn, WebState};

pub(super) fn routes() -> Router<WebState> {
    Router::new().route(route::ACCOUNT_DATA, get(show)).route(route::ACCOUNT_TIME_ZONE, post(set_time_zone))
}

fn data(cx: &PageCx, fields: &[&'static str], in_force: &PersonForm, sent: Option<&PersonForm>) -> Vec<Datum> {
    let document = sent.unwrap_or(in_force).document_type.clone();
    let needed = PersonForm { document_type: document, ..PersonForm::default() }.missing();
    let of = |field: &&'static str| {
        let field = *field;
        // The type of an empty form is a preset, not something given.
        let text = |form: &PersonForm| {
            if form.value(field).is_empty() { String::new() } else { shown(cx.locale, form, field) }
        };
        let value = text(in_force);
        let pending = sent.map(text).filter(|text| !text.is_empty() && *text != value);
        Datum { field, value, pending, needed: field == "document_type" || needed.contains(&field) }
    };
    fields.iter().map(of).collect()
}

fn lines(cx: &PageCx, view: &VerificationView) -> Vec<CheckLine> {
    let line =
        |check: &CheckView| CheckLine::new(cx.locale, check.kind, check.status, check.finding, &check.mismatched);
    view.checks.iter().map(line).collect()
}

/// SNILS and document before anything was sent: both are not verified (R92).
fn not_sent(cx: &PageCx, in_force: &PersonForm) -> Vec<CheckLine> {
    [CheckKind::Snils, CheckKind::of_document(in_force.chosen_type().as_str())]
        .into_iter()
        .map(|kind| CheckLine::new(cx.locale, kind, VerificationStatus::NotSubmitted, None, &[]))
        .collect()
}

/// `GET /account/data`
async fn show(cx: PageCx, signed_in: SignedIn) -> PageResult {
    let standing = verification::standing(&cx, &signed_in).await?;
    let contacts = contact::list(&cx, &signed_in).await?;
    let in_force = PersonForm::of(&signed_in.person);
    let DataStanding { verified_at, in_force: source, pending } = standing;
    // What was sent and is not in force: it is being verified, or did not match.
    let sent = pending.as_ref().map(|pending| PersonForm::of(&pending.data));
    let contacts = ContactKind::ALL.map(|kind| {
        let own = contacts.iter().find(|it| it.row.kind == kind && it.row.status == ContactStatus::Confirmed);
        let value = own.map(|own| okno_ui::contact::shown(kind, own.value.expose())).unwrap_or_default();
        (kind.name(), value)
    });
    let document = document_fields(sent.as_ref().unwrap_or(&in_force).chosen_type());
    let split = PERSON_FIELDS.iter().copied().partition::<Vec<_>, _>(|field| *field != "document_type");
    let document: Vec<_> = split.1.into_iter().chain(document.iter().copied()).collect();
    cx.page(PersonalDataView {
        frame: cx.frame(),
        level: signed_in.account.level,
        person: data(&cx, &split.0, &in_force, sent.as_ref()),
        document: data(&cx, &document, &in_force, sent.as_ref()),
        zone: cx.zone(),
        further: data(&cx, &["inn"], &in_force, sent.as_ref()),
        contacts: contacts.to_vec(),
        is_rejected: pending.as_ref().is_some_and(|pending| pending.state == VerificationState::Rejected),
        not_sent: if verified_at.is_none() && pending.is_none() { not_sent(&cx, &in_force) } else { vec![] },
        verified: verified_at
            .map(|at| Checks { at: cx.local(at), lines: source.map(|source| lines(&cx, &source)).unwrap_or_default() }),
        pending: pending.map(|pending| Checks { at: cx.local(pending.submitted_at), lines: lines(&cx, &pending) }),
    })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Zone {
    time_zone: String,
}

/// `POST /account/time-zone`: in which zone times are shown (2.11).
async fn set_time_zone(cx: PageCx, signed_in: SignedIn, sent: Checked<Zone>) -> PageResult {
    // The menu has no other entries: whoever sends one is told what bad requests are told.
    let zone = RegionZone::parse(&sent.time_zone).map_err(|reason| Error::Fields(vec![reason.on("time_zone")]))?;
    account::set_time_zone(&cx, signed_in.id(), &zone).await?;
    cx.notice(NoticeKind::Success, "time-zone-set");
    cx.redirect(route::ACCOUNT_DATA)
}
