//! What happened to the account (R74, decision 15).

use axum::{Router, routing::get};
use okno_app::{
    account,
    audit::{self, AuditRow},
};
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

fn line(cx: &PageCx, row: &AuditRow) -> ActLine {
    ActLine {
        at: cx.local(row.at),
        act: row.act.clone(),
        detail: row.detail.clone(),
        actor: row.actor.clone(),
        device: (!row.user_agent.is_empty()).then(|| Device::of(&row.user_agent)),
        network: row.network.clone(),
    }
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
        view.acts = rows.iter().map(|row| line(&cx, row)).collect();
    }
    cx.page(view)
}
