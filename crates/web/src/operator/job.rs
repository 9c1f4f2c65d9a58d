//! Jobs that were given up.

use axum::{Router, routing::get};
use okno_app::{
    Error,
    job::{
        DeadJob,
        desk::{self, Cause, Chosen, Settled, What, Which, Who},
    },
};
use okno_ui::{
    form::FormErrors,
    frame::NoticeKind,
    operator_job::{JobLine, JobsView},
    route,
};
use serde::Deserialize;

use super::refused_or_again;
use crate::kit::{Checked, Fault, Operator, PageCx, PageResult, WebState};

pub(super) fn routes() -> Router<WebState> {
    Router::new().route(route::OPERATOR_JOBS, get(show).post(settle))
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct JobsForm {
    which: String,
    kind: String,
    job_reason: String,
    act: String,
}

fn line(cx: &PageCx, dead: &DeadJob, ticked: &[Chosen]) -> JobLine {
    let chosen = Chosen::from(dead);
    JobLine {
        value: chosen.encode(),
        kind: dead.job.name.clone(),
        id: dead.job.id.to_string(),
        made_at: cx.local(dead.job.created_at),
        died_at: cx.local(dead.at),
        attempts: dead.job.attempts,
        cause: Cause::of(&dead.reason).name(),
        is_chosen: ticked.contains(&chosen),
    }
}

async fn view(
    cx: &PageCx,
    operator: &Operator,
    (form, ticked): (&JobsForm, &[Chosen]),
    errors: FormErrors,
) -> Result<JobsView, Error> {
    let jobs = desk::list(cx, operator).await?;
    let mut frame = cx.frame();
    route::OPERATOR_JOBS.clone_into(&mut frame.path);
    let which = if form.which == "kind" { "kind" } else { "chosen" };
    Ok(JobsView {
        frame,
        jobs: jobs.iter().map(|dead| line(cx, dead, ticked)).collect(),
        job: errors.field("job", ""),
        which: errors.field("which", which),
        kind: errors.field("kind", &form.kind),
        job_reason: errors.field("job_reason", &form.job_reason),
        errors,
    })
}

/// `GET /operator/jobs`
async fn show(cx: PageCx, operator: Operator) -> PageResult {
    let fresh = (&JobsForm::default(), &[][..]);
    cx.page(view(&cx, &operator, fresh, FormErrors::none()).await?)
}

/// `POST /operator/jobs`
async fn settle(cx: PageCx, operator: Operator, form: Checked<JobsForm>) -> PageResult {
    let ticked: Option<Vec<Chosen>> = form.all("job").map(Chosen::parse).collect();
    let Some(ticked) = ticked else { return Err(Fault::Malformed("no such job")) };
    let which = match form.which.as_str() {
        "kind" => Which::Kind(form.kind.clone()),
        _ => Which::Chosen(ticked.clone()),
    };
    let (what, done) = match form.act.as_str() {
        "retry" => (What::Retry, "jobs-retried"),
        "drop" => (What::Drop { reason: form.job_reason.clone() }, "jobs-dropped"),
        _ => return Err(Fault::Malformed("no such act")),
    };
    match desk::settle(&cx, Who::Operator(&operator), &which, &what).await {
        Ok(Settled { gone: 0, .. }) => {
            cx.notice(NoticeKind::Success, done);
            cx.redirect(route::OPERATOR_JOBS)
        }
        Ok(_) => {
            cx.notice(NoticeKind::Warning, "jobs-partly");
            cx.redirect(route::OPERATOR_JOBS)
        }
        Err(error) => {
            let again = async |errors| view(&cx, &operator, (&*form, &ticked[..]), errors).await;
            refused_or_again(&cx, error, route::OPERATOR_JOBS, again).await
        }
    }
}
