//! How much waits for a human, and since when: numbers for the administrators' first page, and nothing of what waits.

use okno_domain::{
    locale::Texts,
    operator::CenterId,
    service_center::CenterService,
    time::{Date, Timestamp},
};

use crate::{
    db::{Error, Read, Row, args, statements},
    service_center::texts,
};

statements! {
    /// Open cases by kind.
    CASES = sweep "operator_case.by_kind" "SELECT kind, COUNT(*) AS waiting, MIN(opened_at) AS oldest FROM operator_case WHERE state = 'open' GROUP BY kind ORDER BY kind LIMIT 100"
        => [kind: Text, waiting: I64, oldest: Instant];
    /// Requests to the support without an answer.
    SUPPORT = sweep "support_request.unanswered" "SELECT COUNT(*) AS waiting, MIN(waiting_since) AS oldest FROM support_request WHERE state IN ('waiting', 'taken') LIMIT 1"
        => [waiting: I64, oldest: Instant];
    /// Acts that wait for a second operator.
    APPROVALS = sweep "approval.undecided" "SELECT COUNT(*) AS waiting, MIN(requested_at) AS oldest FROM approval WHERE state = 'requested' AND expires_at > $1 LIMIT 1"
        => [waiting: I64, oldest: Instant];
    /// The same at one center.
    APPROVALS_AT = own("center_id") "approval.undecided_at" "SELECT COUNT(*) AS waiting, MIN(requested_at) AS oldest FROM approval WHERE center_id = $1 AND state = 'requested' AND expires_at > $2"
        => [waiting: I64, oldest: Instant];
    /// Jobs that were given up.
    JOBS = sweep "job.count_dead" "SELECT COUNT(*) AS waiting, MIN(finished_at) AS oldest FROM job WHERE state = 'dead' LIMIT 1"
        => [waiting: I64, oldest: Instant];
    /// Messages of late that did not reach their readers.
    MESSAGES = sweep "outgoing_message.count_lost" "SELECT COUNT(*) AS waiting, MIN(finished_at) AS oldest FROM outgoing_message WHERE (state IN ('failed', 'too_late') OR delivery IN ('undeliverable', 'expired', 'rejected')) AND finished_at >= $1 LIMIT 1"
        => [waiting: I64, oldest: Instant];
    /// Open centers that nobody has checked.
    STALE = sweep "service_center.count_stale" "SELECT COUNT(*) AS waiting, MIN(last_checked_at) AS oldest FROM service_center WHERE status = 'open' AND last_checked_at < $1 LIMIT 1"
        => [waiting: I64, oldest: Instant];
    /// Letters that should have arrived long ago.
    LETTERS = sweep "letter_order.count_lost" "SELECT COUNT(*) AS waiting, MIN(ordered_at) AS oldest FROM letter_order WHERE status IN ('dispatched', 'in_transit') AND ordered_at < $1 LIMIT 1"
        => [waiting: I64, oldest: Instant];
    /// Visitors of a center who booked a time and were not taken in.
    VISITS_AT = own("center_id") "visit.count_unserved" "SELECT COUNT(*) AS waiting, MIN(booked_for) AS oldest FROM visit WHERE center_id = $1 AND state IN ('booked', 'unserved') AND booked_for >= $2 AND booked_for < $3"
        => [waiting: I64, oldest: Instant];
    /// Accreditations of open centers that end within some days, without one that follows.
    ENDING = sweep "center_service.ending" "SELECT s.center_id, c.external_id, c.name, s.service, s.valid_until FROM center_service s JOIN service_center c ON c.center_id = s.center_id WHERE c.status = 'open' AND s.valid_until >= $1 AND s.valid_until <= $2 AND NOT EXISTS (SELECT 1 FROM center_service n WHERE n.center_id = s.center_id AND n.service = s.service AND n.valid_until > s.valid_until) ORDER BY s.valid_until, s.center_id, s.service LIMIT $3"
        => [center_id: Id, external_id: Text, name: Json, service: Text, valid_until: Date];
    /// How many those are, and when the first of them ends.
    COUNT_ENDING = sweep "center_service.count_ending" "SELECT COUNT(*) AS waiting, MIN(s.valid_until) AS first_end FROM center_service s JOIN service_center c ON c.center_id = s.center_id WHERE c.status = 'open' AND s.valid_until >= $1 AND s.valid_until <= $2 AND NOT EXISTS (SELECT 1 FROM center_service n WHERE n.center_id = s.center_id AND n.service = s.service AND n.valid_until > s.valid_until) LIMIT 1"
        => [waiting: I64, first_end: Date];
}

/// How many wait, and since when the oldest does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// How many.
    pub count: i64,
    /// Since when the oldest waits; none where none does.
    pub oldest: Option<Timestamp>,
}

impl Waiting {
    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let oldest = match (self.oldest, other.oldest) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
        Self { count: self.count.saturating_add(other.count), oldest }
    }
}

fn decode(row: &Row) -> Result<Waiting, Error> {
    Ok(Waiting { count: row.get("waiting")?, oldest: row.get("oldest")? })
}

/// Open cases by kind.
pub async fn cases(read: &mut Read) -> Result<Vec<(String, Waiting)>, Error> {
    read.query_all(&CASES, args![]).await?.iter().map(|row| Ok((row.get("kind")?, decode(row)?))).collect()
}

/// Requests to the support without an answer.
pub async fn support(read: &mut Read) -> Result<Waiting, Error> {
    decode(&read.query_one(&SUPPORT, args![]).await?)
}

/// Acts that wait for a second operator, at one center or everywhere.
pub async fn approvals(read: &mut Read, center: Option<CenterId>, now: Timestamp) -> Result<Waiting, Error> {
    decode(&match center {
        Some(center) => read.query_one(&APPROVALS_AT, args![center, now]).await?,
        None => read.query_one(&APPROVALS, args![now]).await?,
    })
}

/// Jobs that were given up.
pub async fn jobs(read: &mut Read) -> Result<Waiting, Error> {
    decode(&read.query_one(&JOBS, args![]).await?)
}

/// Messages since then that did not reach their readers.
pub async fn messages(read: &mut Read, since: Timestamp) -> Result<Waiting, Error> {
    decode(&read.query_one(&MESSAGES, args![since]).await?)
}

/// Open centers that nobody has checked since.
pub async fn stale_centers(read: &mut Read, since: Timestamp) -> Result<Waiting, Error> {
    decode(&read.query_one(&STALE, args![since]).await?)
}

/// Letters on their way that were ordered before then.
pub async fn letters(read: &mut Read, before: Timestamp) -> Result<Waiting, Error> {
    decode(&read.query_one(&LETTERS, args![before]).await?)
}

/// Visitors of a center who booked a time from one instant to another, and were not taken in.
pub async fn visits_at(
    read: &mut Read,
    center: CenterId,
    (from, before): (Timestamp, Timestamp),
) -> Result<Waiting, Error> {
    decode(&read.query_one(&VISITS_AT, args![center, from, before]).await?)
}

/// An accreditation that ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// Whose.
    pub center: CenterId,
    /// The center's name in files.
    pub external_id: String,
    /// What people call it.
    pub name: Texts,
    /// For which service.
    pub service: CenterService,
    /// The last day.
    pub valid_until: Date,
}

/// Up to `most` accreditations of open centers that end from one day to another and that none follows, the first to end
/// first.
pub async fn ending(read: &mut Read, (from, to): (Date, Date), most: i64) -> Result<Vec<Ending>, Error> {
    let decode = |row: &Row| {
        let service: String = row.get("service")?;
        Ok(Ending {
            center: row.get("center_id")?,
            external_id: row.get("external_id")?,
            name: texts(row, "name")?,
            service: CenterService::from_name(&service).ok_or_else(|| row.corrupt("service"))?,
            valid_until: row.get("valid_until")?,
        })
    };
    read.query_all(&ENDING, args![from, to, most]).await?.iter().map(decode).collect()
}

/// How many those are, and when the first of them ends.
pub async fn count_ending(read: &mut Read, (from, to): (Date, Date)) -> Result<(i64, Option<Date>), Error> {
    let row = read.query_one(&COUNT_ENDING, args![from, to]).await?;
    Ok((row.get("waiting")?, row.get("first_end")?))
}
