//! The first page of the workplace.

use axum::{Router, routing::get};
use okno_domain::operator::Act;
use okno_ui::{
    operator::{TaskTile, WorkplaceView},
    route,
};

use crate::kit::{Operator, PageCx, PageResult, WebState};

/// What can be begun from the first page, and by whom.
const TASKS: [(Act, TaskTile); 3] = [
    (Act::Approve, TaskTile { name: "approvals", href: route::OPERATOR_APPROVALS }),
    (Act::AnswerSupport, TaskTile { name: "support", href: route::OPERATOR_SUPPORT }),
    (Act::DecideVerification, TaskTile { name: "cases", href: route::OPERATOR_CASES }),
];

pub(super) fn routes() -> Router<WebState> {
    Router::new().route(route::OPERATOR, get(show))
}

/// `GET /operator`
async fn show(cx: PageCx, operator: Operator) -> PageResult {
    let tasks = TASKS.into_iter().filter(|(act, _)| operator.demand(*act).is_ok()).map(|(_, task)| task).collect();
    cx.page(WorkplaceView { frame: cx.frame(), tasks })
}
