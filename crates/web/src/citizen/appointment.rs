//! Booking a visit (R132, C30): a center, a day, a time, one look at all of it, and what is booked.

use axum::{
    Router,
    response::{IntoResponse as _, Response},
    routing::get,
};
use http::{HeaderValue, header};
use jiff::{Timestamp, Zoned};
use okno_app::{
    Error,
    appointment::{self, Booking, Choice, DayChoice},
    clerk,
};
use okno_domain::{
    account::AccountLevel,
    appointment::{AppointmentId, AppointmentRefusal, Slot},
    operator::{CenterId, Task},
    refusal::{Refusal, Refuse as _},
    service_center::{ServiceCenter, day_in},
    time::Date,
};
use okno_ui::{
    appointment::{
        AppointmentView, BookedBox, CancelView, ChooseView, DayLine, EVENT_TYPE, Meeting, ReviewView, TaskLine,
        TimeLine, calendar_file, center_url, day_label, review_url, time_label, zone_label,
    },
    form::FormErrors,
    frame::NoticeKind,
    route,
    service_center::{FinderKind, url},
};
use serde::Deserialize;

use crate::kit::{Checked, Fault, PageCx, PageResult, Path, Query, SignedIn, WebState};

/// How many free times are offered in place of one that is taken.
const MOST_OFFERED: usize = 6;

pub(super) fn routes() -> Router<WebState> {
    let center = format!("{}/{{center}}", route::APPOINTMENT_CENTER);
    Router::new()
        .route(route::APPOINTMENT, get(show))
        .route(route::APPOINTMENT_FILE, get(file))
        .route(route::APPOINTMENT_CANCEL, get(ask_cancel).post(cancel))
        .route(&center, get(choose))
        .route(&format!("{center}{}", route::APPOINTMENT_REVIEW), get(review).post(book))
}

fn meeting(cx: &PageCx, center: &ServiceCenter, task: Task, starts: Zoned) -> Meeting {
    let locale = cx.locale;
    Meeting {
        task,
        starts,
        center: center.name.get(locale).to_owned(),
        address: format!("{}, {}", center.town.name.get(locale), center.address),
        phone: center.phone.clone(),
        center_url: url(FinderKind::Service, &center.id.to_string()),
        papers: clerk::papers(cx, task),
    }
}

fn booked(cx: &PageCx, booking: &Booking) -> Meeting {
    meeting(cx, &booking.center, booking.appointment.task, booking.starts())
}

/// What other pages say of a visit that is booked.
pub(super) async fn booked_box(cx: &PageCx, signed_in: &SignedIn) -> Result<Option<BookedBox>, Error> {
    let current = appointment::current(cx, signed_in).await?;
    Ok(current.map(|booking| BookedBox::of(cx.locale, &booked(cx, &booking))))
}

async fn own_view(cx: &PageCx, signed_in: &SignedIn, errors: FormErrors) -> Result<AppointmentView, Error> {
    let current = appointment::current(cx, signed_in).await?;
    let mut frame = cx.frame();
    // The page may answer a POST to another address.
    route::APPOINTMENT.clone_into(&mut frame.path);
    Ok(AppointmentView {
        frame,
        errors,
        move_url: current.as_ref().filter(|booking| booking.may_change).map(|booking| {
            let task = booking.appointment.task.name();
            format!("{}?task={task}", center_url(&booking.center.id.to_string()))
        }),
        meeting: current.map(|booking| booked(cx, &booking)),
        can_book: appointment::is_on(cx) && signed_in.account.level > AccountLevel::Simplified,
    })
}

/// `GET /appointment`
async fn show(cx: PageCx, signed_in: SignedIn) -> PageResult {
    cx.page(own_view(&cx, &signed_in, FormErrors::none()).await?)
}

/// `GET /appointment/visit.ics`
async fn file(cx: PageCx, signed_in: SignedIn) -> Result<Response, Fault> {
    let booking = appointment::current(&cx, &signed_in).await?.ok_or(Fault::NotFound)?;
    let Booking { appointment, .. } = &booking;
    let host = cx.settings().public_url.split("//").last().unwrap_or_default();
    let uid = format!("{}@{host}", appointment.id);
    let text = calendar_file(cx.locale, &booked(&cx, &booking), appointment.slot, &uid, appointment.booked_at);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(EVENT_TYPE)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"visit.ics\"")),
    ];
    Ok((headers, text).into_response())
}

/// `GET /appointment/cancel`
async fn ask_cancel(cx: PageCx, signed_in: SignedIn) -> PageResult {
    match appointment::current(&cx, &signed_in).await?.filter(|booking| booking.may_change) {
        Some(booking) => cx.page(CancelView {
            frame: cx.frame(),
            id: booking.appointment.id.to_string(),
            meeting: booked(&cx, &booking),
        }),
        None => cx.redirect(route::APPOINTMENT),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct CancelForm {
    id: Option<AppointmentId>,
}

/// `POST /appointment/cancel`
async fn cancel(cx: PageCx, signed_in: SignedIn, form: Checked<CancelForm>) -> PageResult {
    let id = form.id.ok_or(Fault::Malformed("no appointment"))?;
    match appointment::cancel(&cx, &signed_in, id).await {
        Ok(()) => {
            cx.notice(NoticeKind::Success, "appointment-cancelled");
            cx.redirect(route::APPOINTMENT)
        }
        Err(Error::Refused(refusal)) => {
            let view = own_view(&cx, &signed_in, refusal.clone().into()).await?;
            cx.refused(&refusal, view)
        }
        Err(error) => Err(error.into()),
    }
}

/// What is chosen so far, as it stands in addresses.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct ChooseForm {
    task: String,
    day: String,
}

/// Nothing can be chosen at this center: where the person can go on.
async fn nothing(cx: &PageCx, signed_in: &SignedIn, refusal: Refusal) -> PageResult {
    // Below Standard the next step is another one (R62).
    if signed_in.account.level == AccountLevel::Simplified {
        return cx.redirect(route::CONFIRMATION);
    }
    let view = own_view(cx, signed_in, refusal.clone().into()).await?;
    cx.refused(&refusal, view)
}

fn choose_url(center: CenterId, task: Task, day: Date) -> String {
    format!("{}?task={}&day={day}", center_url(&center.to_string()), task.name())
}

/// The times of a day; two that look alike are told apart.
fn times(cx: &PageCx, center: &ServiceCenter, task: Task, free: &[Slot]) -> Vec<TimeLine> {
    let local: Vec<Zoned> = free.iter().map(|slot| slot.starts_at.to_zoned(center.time_zone.clone())).collect();
    let is_twin = |at: &Zoned| local.iter().filter(|other| other.datetime() == at.datetime()).count() > 1;
    let line = |at: &Zoned| TimeLine {
        label: time_label(cx.locale, at, is_twin(at)),
        url: review_url(&center.id.to_string(), task, at.timestamp().as_second()),
    };
    local.iter().map(line).collect()
}

fn choose_view(cx: &PageCx, choice: &Choice, wished: Option<Date>) -> ChooseView {
    let Choice { center, tasks, task, days, current } = choice;
    let chosen = wished.and_then(|day| days.iter().find(|choice| choice.day == day));
    let chosen = chosen.or_else(|| days.iter().find(|day| !day.free.is_empty()));
    let id = center.id.to_string();
    let line = |day: &DayChoice| DayLine {
        label: day_label(cx.locale, day.day),
        url: choose_url(center.id, *task, day.day),
        free: day.free.len(),
        is_chosen: chosen.is_some_and(|chosen| chosen.day == day.day),
    };
    let zone_at = chosen.and_then(|day| day.free.first()).map_or(cx.now, |slot| slot.starts_at);
    ChooseView {
        frame: cx.frame(),
        errors: FormErrors::none(),
        center: center.name.get(cx.locale).to_owned(),
        address: format!("{}, {}", center.town.name.get(cx.locale), center.address),
        center_url: url(FinderKind::Service, &id),
        zone: zone_label(&zone_at.to_zoned(center.time_zone.clone())),
        tasks: tasks
            .iter()
            .map(|other| TaskLine {
                task: *other,
                url: format!("{}?task={}", center_url(&id), other.name()),
                is_chosen: other == task,
            })
            .collect(),
        days: days.iter().map(line).collect(),
        day: chosen.map(|day| day_label(cx.locale, day.day)),
        times: chosen.map(|day| times(cx, center, *task, &day.free)).unwrap_or_default(),
        moves: current.as_ref().map(|booking| booked(cx, booking).when(cx.locale)),
    }
}

/// `GET /appointment/center/{center}`
async fn choose(
    cx: PageCx,
    signed_in: SignedIn,
    Path(center): Path<CenterId>,
    Query(form): Query<ChooseForm>,
) -> PageResult {
    match appointment::choice(&cx, &signed_in, center, Task::from_name(&form.task)).await {
        Ok(choice) => cx.page(choose_view(&cx, &choice, form.day.parse().ok())),
        Err(Error::Refused(refusal)) => nothing(&cx, &signed_in, refusal).await,
        Err(error) => Err(error.into()),
    }
}

/// The time that was chosen; the same names stand in the address and in the form.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct ReviewForm {
    task: String,
    at: String,
    moves: Option<AppointmentId>,
}

impl ReviewForm {
    fn read(&self) -> Option<(Task, Timestamp)> {
        let at = Timestamp::from_second(self.at.parse().ok()?).ok()?;
        Some((Task::from_name(&self.task)?, at))
    }
}

/// The page of a chosen time, with what was refused of it.
async fn review_page(
    cx: &PageCx,
    signed_in: &SignedIn,
    center: CenterId,
    (task, at): (Task, Timestamp),
    refusal: Option<Refusal>,
) -> PageResult {
    let choice = match appointment::choice(cx, signed_in, center, Some(task)).await {
        Ok(choice) if choice.task == task => choice,
        Ok(_) => return nothing(cx, signed_in, AppointmentRefusal::NotForYou.refusal()).await,
        Err(Error::Refused(refusal)) => return nothing(cx, signed_in, refusal).await,
        Err(error) => return Err(error.into()),
    };
    let Choice { center, current, days, .. } = &choice;
    let is_free = days.iter().flat_map(|day| &day.free).any(|slot| slot.starts_at == at);
    let others = if is_free { Vec::new() } else { appointment::nearest(cx, center.id, task, at, MOST_OFFERED).await? };
    let refusal = refusal.or_else(|| (!is_free).then(|| AppointmentRefusal::Taken.refusal()));
    let action = format!("{}{}", center_url(&center.id.to_string()), route::APPOINTMENT_REVIEW);
    let other = |slot: Slot| {
        let starts = slot.starts_at.to_zoned(center.time_zone.clone());
        TimeLine {
            label: format!("{}, {}", day_label(cx.locale, starts.date()), time_label(cx.locale, &starts, false)),
            url: review_url(&center.id.to_string(), task, slot.starts_at.as_second()),
        }
    };
    let mut frame = cx.frame();
    frame.path = review_url(&center.id.to_string(), task, at.as_second());
    let view = ReviewView {
        frame,
        errors: refusal.clone().map_or_else(FormErrors::none, FormErrors::from),
        meeting: meeting(cx, center, task, at.to_zoned(center.time_zone.clone())),
        action,
        at: at.as_second(),
        moves: current
            .as_ref()
            .map(|booking| (booking.appointment.id.to_string(), booked(cx, booking).when(cx.locale))),
        back: choose_url(center.id, task, day_in(&center.time_zone, at)),
        is_free,
        others: others.into_iter().map(other).collect(),
    };
    match refusal {
        Some(refusal) => cx.refused(&refusal, view),
        None => cx.page(view),
    }
}

/// `GET /appointment/center/{center}/review`
async fn review(
    cx: PageCx,
    signed_in: SignedIn,
    Path(center): Path<CenterId>,
    Query(form): Query<ReviewForm>,
) -> PageResult {
    let Some((task, at)) = form.read() else { return cx.redirect(&center_url(&center.to_string())) };
    let current = appointment::current(&cx, &signed_in).await?;
    let is_own = |booking: &Booking| {
        let own = &booking.appointment;
        (own.center, own.task, own.slot.starts_at) == (center, task, at)
    };
    if current.as_ref().is_some_and(is_own) {
        return cx.redirect(route::APPOINTMENT);
    }
    review_page(&cx, &signed_in, center, (task, at), None).await
}

/// `POST /appointment/center/{center}/review`
async fn book(cx: PageCx, signed_in: SignedIn, Path(center): Path<CenterId>, form: Checked<ReviewForm>) -> PageResult {
    let (task, at) = form.read().ok_or(Fault::Malformed("no time"))?;
    match appointment::book(&cx, &signed_in, (center, task), at, form.moves).await {
        Ok(_) => {
            let code = if form.moves.is_some() { "appointment-moved" } else { "appointment-booked" };
            cx.notice(NoticeKind::Success, code);
            cx.redirect(route::APPOINTMENT)
        }
        Err(Error::Refused(refusal)) => review_page(&cx, &signed_in, center, (task, at), Some(refusal)).await,
        Err(error) => Err(error.into()),
    }
}
