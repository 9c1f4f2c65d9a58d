//! What an operator did, for themselves (R135).

use axum::{Router, routing::get};
use okno_app::operator::{
    audit::OperatorAuditRow,
    record::{self, Record},
};
use okno_domain::{operator::CenterId, service_center::Accreditation};
use okno_ui::{
    format,
    operator_record::{ActLine, RecordView, ServiceLine, SessionLine},
    route,
    session::Device,
};
use serde::Deserialize;

use crate::kit::{Operator, PageCx, PageResult, Query, WebState};

/// How many acts a page shows.
const PAGE: usize = 25;

pub(super) fn routes() -> Router<WebState> {
    Router::new().route(route::OPERATOR_RECORD, get(show))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Wanted {
    before: Option<i64>,
}

fn name(record: &Record, center: Option<CenterId>) -> Option<String> {
    let center = center?;
    record.centers.iter().find(|(known, _)| *known == center).map(|(_, name)| name.clone())
}

fn act(cx: &PageCx, record: &Record, row: &OperatorAuditRow, login_name: &str) -> ActLine {
    ActLine {
        at: cx.local(row.at),
        act: row.act.clone(),
        detail: row.detail.clone(),
        by: (row.actor != login_name).then(|| row.actor.clone()),
        center: name(record, row.center),
    }
}

/// `GET /operator/record`
async fn show(cx: PageCx, operator: Operator, Query(wanted): Query<Wanted>) -> PageResult {
    let record = record::own(&cx, &operator, wanted.before, PAGE).await?;
    let day = |day| format::date(cx.locale, day);
    let service = |line: &Accreditation| ServiceLine {
        service: line.service,
        from: day(line.valid_from),
        until: line.valid_until.map(day),
    };
    let session = |line: &record::SessionLine| SessionLine {
        since: cx.local(line.created_at),
        last: cx.local(line.seen_at),
        center: name(&record, line.center),
        device: Device::of(&line.user_agent),
        network: line.network.clone(),
        is_open: line.ended_at.is_none() && cx.now < line.expires_at,
        is_this: line.id == operator.session,
    };
    cx.page(RecordView {
        frame: cx.frame(),
        acts: record.acts.iter().map(|row| act(&cx, &record, row, &operator.login_name)).collect(),
        older: record.older,
        is_newest: wanted.before.is_none(),
        sessions: record.sessions.iter().map(session).collect(),
        services: record.accreditations.iter().map(service).collect(),
    })
}
