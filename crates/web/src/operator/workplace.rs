//! The first page of the workplace.

use axum::{Router, routing::get};
use okno_domain::operator::Act;
use okno_ui::{
    operator::{TaskTile, WorkplaceView},
    route,
};

use crate::kit::{Operator, PageCx, PageResult, WebState};

/// What can be begun from the first page, and by whom.
const TASKS: [(Act, TaskTile); 11] = [
    (Act::ManageInstallation, TaskTile { name: "queues", href: route::OPERATOR_QUEUES }),
    (Act::ConfirmIdentity, TaskTile { name: "confirm", href: route::OPERATOR_CONFIRM }),
    (Act::RestoreAccess, TaskTile { name: "restore", href: route::OPERATOR_RESTORE }),
    (Act::DeleteAccount, TaskTile { name: "delete", href: route::OPERATOR_DELETE }),
    (Act::CorrectData, TaskTile { name: "correct", href: route::OPERATOR_CORRECT }),
    (Act::ConfirmIdentity, TaskTile { name: "booked", href: route::OPERATOR_VISITS }),
    (Act::Approve, TaskTile { name: "approvals", href: route::OPERATOR_APPROVALS }),
    (Act::AnswerSupport, TaskTile { name: "support", href: route::OPERATOR_SUPPORT }),
    (Act::DecideVerification, TaskTile { name: "cases", href: route::OPERATOR_CASES }),
    (Act::ManageCenter, TaskTile { name: "queues", href: route::OPERATOR_QUEUES }),
    (Act::SeeStatistics, TaskTile { name: "statistics", href: route::OPERATOR_STATISTICS }),
];

pub(super) fn routes() -> Router<WebState> {
    Router::new().route(route::OPERATOR, get(show))
}

/// `GET /operator`
async fn show(cx: PageCx, operator: Operator) -> PageResult {
    let tasks = TASKS.into_iter().filter(|(act, _)| operator.demand(*act).is_ok()).map(|(_, task)| task).collect();
    cx.page(WorkplaceView { frame: cx.frame(), tasks })
}
