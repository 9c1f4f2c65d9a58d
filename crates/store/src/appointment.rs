//! Appointments, and the places that are taken. The key of a place is the guard: who inserts it first has it.

use okno_domain::{
    account::AccountId,
    appointment::{Appointment, AppointmentId, AppointmentState, Offer, ResourceId, Slot, Taken},
    operator::Task,
    time::Timestamp,
};

use crate::db::{Error, Read, Row, Tx, args, statements};

statements! {
    /// What a resource offers.
    OFFER = own("resource_id") "appointment_offer.find" "SELECT places, minutes FROM appointment_offer WHERE resource_id = $1" => [places: I64, minutes: I64];
    /// Stores what it offers.
    SAVE_OFFER = own("resource_id") "appointment_offer.save" "INSERT INTO appointment_offer (resource_id, places, minutes, updated_at) VALUES ($1, $2, $3, $4) ON CONFLICT (resource_id) DO UPDATE SET places = excluded.places, minutes = excluded.minutes, updated_at = excluded.updated_at" => [];
    /// Takes a place that nobody has any more or that was held for too long.
    TAKE = own("resource_id") "appointment_place.take" "INSERT INTO appointment_place (resource_id, starts_at, place, ends_at, account_id, appointment_id, held_until) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (resource_id, starts_at, place) DO UPDATE SET ends_at = excluded.ends_at, account_id = excluded.account_id, appointment_id = excluded.appointment_id, held_until = excluded.held_until WHERE appointment_place.held_until <= $8" => [];
    /// Gives a place back, if it still is that appointment's.
    GIVE_BACK = own("resource_id") "appointment_place.give_back" "DELETE FROM appointment_place WHERE resource_id = $1 AND starts_at = $2 AND place = $3 AND appointment_id = $4" => [];
    /// Places taken within a span.
    TAKEN = own("resource_id") "appointment_place.taken" "SELECT starts_at, ends_at, place FROM appointment_place WHERE resource_id = $1 AND ends_at > $2 AND starts_at < $3 AND (held_until IS NULL OR held_until > $4) ORDER BY starts_at, place"
        => [starts_at: Instant, ends_at: Instant, place: I64];
    /// Who is expected from an instant on.
    EXPECTED = own("resource_id") "appointment_place.expected" "SELECT account_id, appointment_id FROM appointment_place WHERE resource_id = $1 AND starts_at > $2 AND held_until IS NULL ORDER BY starts_at, place"
        => [account_id: Id, appointment_id: Id];
    /// Removes places whose time is long over.
    PURGE = sweep "appointment_place.purge" "DELETE FROM appointment_place WHERE (resource_id, starts_at, place) IN (SELECT resource_id, starts_at, place FROM appointment_place WHERE ends_at < $1 LIMIT $2)" => [];
    /// One of them.
    FIND = account "appointment.find" "SELECT appointment_id, center_id, task, state, starts_at, ends_at, place, is_reminded, booked_at, version FROM appointment WHERE account_id = $1 AND appointment_id = $2"
        => [appointment_id: Id, center_id: Id, task: Text, state: Text, starts_at: Instant, ends_at: Instant, place: I64, is_reminded: Bool, booked_at: Instant, version: I64];
    /// The appointments of an account that are booked, the next first.
    BOOKED = account "appointment.booked" "SELECT appointment_id, center_id, task, state, starts_at, ends_at, place, is_reminded, booked_at, version FROM appointment WHERE account_id = $1 AND state = 'booked' ORDER BY starts_at"
        => [appointment_id: Id, center_id: Id, task: Text, state: Text, starts_at: Instant, ends_at: Instant, place: I64, is_reminded: Bool, booked_at: Instant, version: I64];
    /// A new one.
    INSERT = account "appointment.insert" "INSERT INTO appointment (account_id, appointment_id, center_id, task, state, starts_at, ends_at, place, is_reminded, booked_at, changed_at, due_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, 1)" => [];
    /// Its next state, if nobody moved it meanwhile.
    UPDATE = account "appointment.update" "UPDATE appointment SET state = $4, is_reminded = $5, changed_at = $6, due_at = $7, version = version + 1 WHERE account_id = $1 AND appointment_id = $2 AND version = $3" => [];
    /// Those about which something is to be done.
    DUE = sweep "appointment.due" "SELECT account_id, appointment_id FROM appointment WHERE due_at <= $1 ORDER BY due_at LIMIT $2"
        => [account_id: Id, appointment_id: Id];
}

/// An appointment as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppointmentRow {
    /// Where it stands.
    pub appointment: Appointment,
    /// For the guard of the next update.
    pub version: i64,
}

fn slot(row: &Row) -> Result<Slot, Error> {
    Ok(Slot { starts_at: row.get("starts_at")?, ends_at: row.get("ends_at")? })
}

fn decode(row: &Row) -> Result<AppointmentRow, Error> {
    let (task, state): (String, String) = (row.get("task")?, row.get("state")?);
    Ok(AppointmentRow {
        appointment: Appointment {
            id: row.get("appointment_id")?,
            center: row.get("center_id")?,
            task: Task::from_name(&task).ok_or_else(|| row.corrupt("task"))?,
            state: AppointmentState::from_name(&state).ok_or_else(|| row.corrupt("state"))?,
            slot: slot(row)?,
            place: row.get("place")?,
            booked_at: row.get("booked_at")?,
            is_reminded: row.get("is_reminded")?,
        },
        version: row.get("version")?,
    })
}

/// What a resource offers; none when it says nothing.
pub async fn offer(read: &mut Read, resource: ResourceId) -> Result<Option<Offer>, Error> {
    let Some(row) = read.query_opt(&OFFER, args![resource]).await? else { return Ok(None) };
    Ok(Some(Offer { places: row.get("places")?, minutes: row.get("minutes")? }))
}

/// Stores what a resource offers.
pub async fn save_offer(tx: &mut Tx, resource: ResourceId, offer: Offer, now: Timestamp) -> Result<(), Error> {
    let arguments = args![resource, offer.places, offer.minutes, now];
    tx.execute(&SAVE_OFFER, arguments).await?.exactly_one()
}

/// Takes a place, for good or until `held_until`; false when somebody has it.
pub async fn take(
    tx: &mut Tx,
    resource: ResourceId,
    taken: &Taken,
    (account, appointment): (AccountId, AppointmentId),
    (held_until, now): (Option<Timestamp>, Timestamp),
) -> Result<bool, Error> {
    let Taken { slot, place } = *taken;
    let arguments = args![resource, slot.starts_at, place, slot.ends_at, account, appointment, held_until, now];
    Ok(tx.execute(&TAKE, arguments).await?.count() == 1)
}

/// Gives a place back, if it still is that appointment's.
pub async fn give_back(
    tx: &mut Tx,
    resource: ResourceId,
    taken: &Taken,
    appointment: AppointmentId,
) -> Result<(), Error> {
    let arguments = args![resource, taken.slot.starts_at, taken.place, appointment];
    tx.execute(&GIVE_BACK, arguments).await?.any();
    Ok(())
}

/// The places that are taken or held within a span.
pub async fn taken(read: &mut Read, resource: ResourceId, span: Slot, now: Timestamp) -> Result<Vec<Taken>, Error> {
    let decode = |row: &Row| Ok(Taken { slot: slot(row)?, place: row.get("place")? });
    read.query_all(&TAKEN, args![resource, span.starts_at, span.ends_at, now]).await?.iter().map(decode).collect()
}

/// Who is expected after an instant.
pub async fn expected(
    read: &mut Read,
    resource: ResourceId,
    now: Timestamp,
) -> Result<Vec<(AccountId, AppointmentId)>, Error> {
    let decode = |row: &Row| Ok((row.get("account_id")?, row.get("appointment_id")?));
    read.query_all(&EXPECTED, args![resource, now]).await?.iter().map(decode).collect()
}

/// Removes up to `most` places whose time was over before `before`; returns how many.
pub async fn purge(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, Error> {
    Ok(tx.execute(&PURGE, args![before, most]).await?.count())
}

/// The appointment of this account with this id.
pub async fn find(read: &mut Read, account: AccountId, id: AppointmentId) -> Result<Option<AppointmentRow>, Error> {
    read.query_opt(&FIND, args![account, id]).await?.as_ref().map(decode).transpose()
}

/// The appointments of an account that are booked, the next first.
pub async fn booked(read: &mut Read, account: AccountId) -> Result<Vec<AppointmentRow>, Error> {
    read.query_all(&BOOKED, args![account]).await?.iter().map(decode).collect()
}

/// Stores a new appointment.
pub async fn insert(
    tx: &mut Tx,
    account: AccountId,
    appointment: &Appointment,
    due_at: Option<Timestamp>,
) -> Result<(), Error> {
    let Appointment { id, center, task, state, slot, place, booked_at, is_reminded } = appointment;
    let arguments = args![
        account,
        *id,
        *center,
        task.name(),
        state.name(),
        slot.starts_at,
        slot.ends_at,
        *place,
        *is_reminded,
        *booked_at,
        due_at
    ];
    tx.execute(&INSERT, arguments).await?.exactly_one()
}

/// Saves the next state; `Conflict` if it was moved since `seen` was read.
pub async fn update(
    tx: &mut Tx,
    account: AccountId,
    seen: i64,
    next: &Appointment,
    (now, due_at): (Timestamp, Option<Timestamp>),
) -> Result<(), Error> {
    let arguments = args![account, next.id, seen, next.state.name(), next.is_reminded, now, due_at];
    tx.execute(&UPDATE, arguments).await?.exactly_one()
}

/// Up to `most` appointments about which something is to be done by `now`.
pub async fn due(read: &mut Read, now: Timestamp, most: i64) -> Result<Vec<(AccountId, AppointmentId)>, Error> {
    let decode = |row: &Row| Ok((row.get("account_id")?, row.get("appointment_id")?));
    read.query_all(&DUE, args![now, most]).await?.iter().map(decode).collect()
}
