//! The phones and the mailboxes as their owners would see them.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use jiff::{Timestamp, tz::TimeZone};
use serde::Deserialize;

use super::{language::Frame, render};
use crate::{
    World, mailbox,
    phone::{self, Via},
    text::{self, Piece},
};

/// Letters run nothing, load nothing, and their links open in the window.
const LETTER_POLICY: &str = "sandbox allow-popups allow-popups-to-escape-sandbox \
                             allow-top-navigation-by-user-activation; default-src 'none'; style-src 'unsafe-inline'; \
                             img-src data:; form-action 'none'";

#[derive(Default, Deserialize)]
pub(super) struct Filter {
    phone: Option<String>,
    mail: Option<String>,
}

struct SmsView {
    id: u64,
    from: String,
    time: String,
    pieces: Vec<Piece>,
    smpp: bool,
    parts: u8,
    repeats: Option<u64>,
}

struct Phone {
    number: String,
    messages: Vec<SmsView>,
}

struct MailView {
    id: u64,
    to: String,
    from: String,
    subject: String,
    time: String,
    pieces: Vec<Piece>,
    html: bool,
    tls: bool,
    message_id: String,
    repeats: Option<u64>,
}

#[derive(Template)]
#[template(path = "messages.html")]
struct Messages {
    frame: Frame,
    phones: Vec<Phone>,
    letters: Vec<MailView>,
    filtered: bool,
}

pub(super) async fn page(State(world): State<Arc<World>>, frame: Frame, Query(filter): Query<Filter>) -> Response {
    let phone = filter.phone.filter(|text| !text.is_empty());
    let mail = filter.mail.filter(|text| !text.is_empty());
    let filtered = phone.is_some() || mail.is_some();
    let phones = if filtered && phone.is_none() { Vec::new() } else { phones(&world, phone.as_deref()) };
    let letters = if filtered && mail.is_none() { Vec::new() } else { letters(&world, mail.as_deref()) };
    let page = Messages { frame, phones, letters, filtered };
    page.frame.remember(render(&page))
}

fn phones(world: &World, only: Option<&str>) -> Vec<Phone> {
    let mut phones: Vec<Phone> = Vec::new();
    for sms in world.phones.after(only, 0).iter().rev() {
        let view = SmsView {
            id: sms.id,
            from: sms.from.clone(),
            time: clock_time(sms.received_at),
            pieces: text::pieces(&sms.text),
            smpp: sms.via == Via::Smpp,
            parts: sms.parts,
            repeats: sms.repeats,
        };
        match phones.iter_mut().find(|phone| phone.number == sms.to) {
            Some(phone) => phone.messages.push(view),
            None => phones.push(Phone { number: phone::canonical(&sms.to), messages: vec![view] }),
        }
    }
    phones
}

fn letters(world: &World, only: Option<&str>) -> Vec<MailView> {
    let view = |mail: &Arc<mailbox::Mail>| MailView {
        id: mail.id,
        to: mail.to.clone(),
        from: mail.from.clone(),
        subject: mail.subject.clone(),
        time: clock_time(mail.received_at),
        pieces: text::pieces(mail.text.trim_end()),
        html: mail.html.is_some(),
        tls: mail.tls,
        message_id: mail.message_id.clone().unwrap_or_default(),
        repeats: mail.repeats,
    };
    world.mailboxes.after(only, 0).iter().rev().map(view).collect()
}

/// `GET /mail/{id}/html`: the letter's HTML in a cage of its own.
pub(super) async fn letter(State(world): State<Arc<World>>, Path(id): Path<u64>) -> Response {
    let letters = world.mailboxes.after(None, id.saturating_sub(1));
    let Some(html) = letters.first().filter(|mail| mail.id == id).and_then(|mail| mail.html.clone()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let page = format!("<base target=\"_top\">{html}");
    let headers =
        [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CONTENT_SECURITY_POLICY, LETTER_POLICY)];
    (headers, page).into_response()
}

/// `POST /clear`: empties all phones and mailboxes.
pub(super) async fn clear(State(world): State<Arc<World>>) -> Redirect {
    world.phones.clear();
    world.mailboxes.clear();
    Redirect::to("/")
}

/// Hours, minutes and seconds where this machine is.
pub(super) fn clock_time(at: Timestamp) -> String {
    at.to_zoned(TimeZone::system()).strftime("%H:%M:%S").to_string()
}
