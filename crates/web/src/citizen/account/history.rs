//! What happened to the account (R74, decision 15).

use std::collections::BTreeMap;

use axum::{Router, routing::get};
use okno_app::{
    Error, account,
    audit::{self, AuditRow},
    service_center,
};
use okno_domain::service_center::CenterId;
use okno_ui::{
    audit::{ActLine, HistoryPart, HistoryView, LevelLine},
    route,
    session::Device,
};
use serde::Deserialize;

use crate::kit::{PageCx, PageResult, Query, SignedIn, WebState};

/// How many acts a page shows.
const PAGE: usize = 25;

pub(super) fn routes() -> Router<WebState> {
    Router::new().route(route::ACCOUNT_HISTORY, get(show))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Wanted {
    part: String,
    before: Option<i64>,
}

/// The center at which an operator acted (R135), from the words of the record.
fn center_of(row: &AuditRow) -> Option<CenterId> {
    row.actor.split(' ').find_map(|word| word.strip_prefix("center:"))?.parse().ok()
}

fn line(cx: &PageCx, row: &AuditRow, names: &BTreeMap<CenterId, String>) -> ActLine {
    let center = center_of(row);
    ActLine {
        center: center.and_then(|id| names.get(&id)).cloned(),
        at: cx.local(row.at),
        act: row.act.clone(),
        detail: row.detail.clone(),
        actor: row.actor.clone(),
        // An operator's device is nobody else's business.
        device: (center.is_none() && !row.user_agent.is_empty()).then(|| Device::of(&row.user_agent)),
        network: if center.is_none() { row.network.clone() } else { String::new() },
    }
}

/// The names of the centers that these acts were done at.
async fn centers(cx: &PageCx, rows: &[AuditRow]) -> Result<BTreeMap<CenterId, String>, Error> {
    let mut names = BTreeMap::new();
    for id in rows.iter().filter_map(center_of) {
        if !names.contains_key(&id)
            && let Some(name) = service_center::name(cx, id).await?
        {
            names.insert(id, name);
        }
    }
    Ok(names)
}

/// `GET /account/history`
async fn show(cx: PageCx, signed_in: SignedIn, Query(wanted): Query<Wanted>) -> PageResult {
    let mut view = HistoryView {
        frame: cx.frame(),
        part: HistoryPart::Acts,
        acts: Vec::new(),
        older: None,
        is_newest: wanted.before.is_none(),
        levels: Vec::new(),
    };
    if wanted.part == "levels" {
        view.part = HistoryPart::Levels;
        let changes = account::level_changes(&cx, signed_in.id()).await?;
        let levels = changes.into_iter().map(|change| LevelLine {
            at: cx.local(change.at),
            to: change.to,
            method: change.method,
            source: change.source,
        });
        view.levels = levels.collect();
    } else {
        let most = i64::try_from(PAGE).unwrap_or(i64::MAX);
        let rows = audit::history(&cx, &signed_in, wanted.before, most).await?;
        // The chain has no gaps and begins at 1.
        view.older = rows.last().map(|row| row.seq).filter(|seq| *seq > 1);
        let names = centers(&cx, &rows).await?;
        view.acts = rows.iter().map(|row| line(&cx, row, &names)).collect();
    }
    cx.page(view)
}
