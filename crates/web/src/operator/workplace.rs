//! The first page of the workplace.

use axum::{Router, routing::get};
use okno_domain::operator::Act;
use okno_ui::{
    directory::center_url,
    operator::{TaskTile, WorkplaceView},
    route,
};

use crate::kit::{Operator, PageCx, PageResult, WebState};

/// What can be begun from the first page, and by whom.
const TASKS: [(Act, TaskTile); 19] = [
    (Act::ManageInstallation, TaskTile { name: "queues", href: route::OPERATOR_QUEUES }),
    (Act::ConfirmIdentity, TaskTile { name: "confirm", href: route::OPERATOR_CONFIRM }),
    (Act::RestoreAccess, TaskTile { name: "restore", href: route::OPERATOR_RESTORE }),
    (Act::DeleteAccount, TaskTile { name: "delete", href: route::OPERATOR_DELETE }),
    (Act::CorrectData, TaskTile { name: "correct", href: route::OPERATOR_CORRECT }),
    (Act::ConfirmIdentity, TaskTile { name: "booked", href: route::OPERATOR_VISITS }),
    (Act::Approve, TaskTile { name: "approvals", href: route::OPERATOR_APPROVALS }),
    (Act::AnswerSupport, TaskTile { name: "support", href: route::OPERATOR_SUPPORT }),
    (Act::DecideVerification, TaskTile { name: "cases", href: route::OPERATOR_CASES }),
    (Act::ManageDirectory, TaskTile { name: "organizations", href: route::OPERATOR_ORGANIZATIONS }),
    (Act::ManageDirectory, TaskTile { name: "centers", href: route::OPERATOR_CENTERS }),
    (Act::ManageOperators, TaskTile { name: "operators", href: route::OPERATOR_OPERATORS }),
    (Act::ManageClerks, TaskTile { name: "clerks", href: route::OPERATOR_OPERATORS }),
    (Act::ManageInstallation, TaskTile { name: "sites", href: route::OPERATOR_SITES }),
    (Act::ManageInstallation, TaskTile { name: "settings", href: route::OPERATOR_SETTINGS }),
    (Act::ManageInstallation, TaskTile { name: "announcements", href: route::OPERATOR_ANNOUNCEMENTS }),
    (Act::ManageInstallation, TaskTile { name: "texts", href: route::OPERATOR_TEXTS }),
    (Act::ManageCenter, TaskTile { name: "queues", href: route::OPERATOR_QUEUES }),
    (Act::SeeStatistics, TaskTile { name: "statistics", href: route::OPERATOR_STATISTICS }),
];

pub(super) fn routes() -> Router<WebState> {
    Router::new().route(route::OPERATOR, get(show))
}

/// `GET /operator`
async fn show(cx: PageCx, operator: Operator) -> PageResult {
    let tasks = TASKS.into_iter().filter(|(act, _)| operator.demand(*act).is_ok()).map(|(_, task)| task).collect();
    // The record of the own center has an address of its own.
    let own_center = operator.center.filter(|_| operator.demand(Act::ManageCenter).is_ok());
    let own_center = own_center.map(|id| center_url(&id.to_string()));
    cx.page(WorkplaceView { frame: cx.frame(), tasks, own_center })
}
