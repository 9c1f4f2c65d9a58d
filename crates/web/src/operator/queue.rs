//! What needs a human: the queues, centers to tend, and messages that were lost. The first page of administrators.

use axum::{Router, routing::get};
use okno_app::overview::{self, Line, MESSAGE_DAYS, Queue};
use okno_domain::{operator::Act, statistic::day_of};
use okno_ui::{
    operator_queue::{
        Age, CentersToTendView, EndingLine, LostLine, LostMessagesView, QueueLine, QueuesView, StaleLine,
    },
    route,
};

use crate::kit::{Operator, PageCx, PageResult, WebState};

pub(super) fn routes() -> Router<WebState> {
    Router::new()
        .route(route::OPERATOR_QUEUES, get(show))
        .route(route::OPERATOR_QUEUES_CENTERS, get(centers))
        .route(route::OPERATOR_QUEUES_MESSAGES, get(messages))
}

/// Where a queue is dealt with, and who may go there. What shows persons is not for those who look after queues.
const fn place(queue: Queue) -> Option<(Act, &'static str)> {
    match queue {
        Queue::Checks => Some((Act::DecideVerification, route::OPERATOR_CASES)),
        Queue::Support => Some((Act::AnswerSupport, route::OPERATOR_SUPPORT)),
        Queue::Approvals => Some((Act::Approve, route::OPERATOR_APPROVALS)),
        Queue::Jobs => Some((Act::ManageInstallation, route::OPERATOR_JOBS)),
        Queue::Messages => Some((Act::ManageInstallation, route::OPERATOR_QUEUES_MESSAGES)),
        Queue::StaleCenters | Queue::Accreditations => Some((Act::ManageInstallation, route::OPERATOR_QUEUES_CENTERS)),
        Queue::Visits => Some((Act::TakeUnserved, route::OPERATOR_VISITS)),
        Queue::Registries | Queue::Letters => None,
    }
}

fn line(cx: &PageCx, operator: &Operator, line: Line) -> QueueLine {
    let Line { queue, count, oldest, first_end } = line;
    QueueLine {
        name: queue.name(),
        count,
        age: oldest.map(|oldest| Age::of_seconds(cx.now.duration_since(oldest).as_secs())),
        first_end,
        href: place(queue).filter(|(act, _)| operator.demand(*act).is_ok()).map(|(_, href)| href),
    }
}

/// `GET /operator/queues`
async fn show(cx: PageCx, operator: Operator) -> PageResult {
    let (waiting, empty): (Vec<_>, Vec<_>) =
        overview::queues(&cx, &operator).await?.into_iter().partition(|line| line.count > 0);
    let lines = waiting.into_iter().map(|waiting| line(&cx, &operator, waiting)).collect();
    let empty = empty.into_iter().map(|line| line.queue.name()).collect();
    cx.page(QueuesView { frame: cx.frame(), lines, empty })
}

/// `GET /operator/queues/centers`
async fn centers(cx: PageCx, operator: Operator) -> PageResult {
    let found = overview::centers_to_tend(&cx, &operator).await?;
    let stale = found.stale.into_iter().map(|center| StaleLine {
        name: format!("{}, {}", center.name.get(cx.locale), center.town.name.get(cx.locale)),
        external_id: center.external_id,
        owner: center.owner,
        checked_on: day_of(center.last_checked_at),
    });
    let ending = found.ending.into_iter().map(|ending| EndingLine {
        name: ending.name.get(cx.locale).to_owned(),
        external_id: ending.external_id,
        service: ending.service,
        ends_on: ending.valid_until,
    });
    cx.page(CentersToTendView { frame: cx.frame(), stale: stale.collect(), ending: ending.collect() })
}

/// `GET /operator/queues/messages`
async fn messages(cx: PageCx, operator: Operator) -> PageResult {
    let lost = overview::lost_messages(&cx, &operator).await?.into_iter().map(|message| LostLine {
        kind: message.kind,
        channel: message.channel,
        what: if message.state == "sent" { message.delivery } else { message.state },
        at: cx.local(message.finished_at),
    });
    cx.page(LostMessagesView { frame: cx.frame(), days: i64::from(MESSAGE_DAYS), lost: lost.collect() })
}
