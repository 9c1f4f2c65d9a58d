-- Appointments: what can be booked, which places are taken, and who is expected when.
--
-- The guard against booking twice is the key of appointment_place: one row for each resource, time and place. A resource
-- is a center today; a service with times of its own brings its own.

-- How many a resource serves side by side, and for how long each. One without a row has what is usual.
-- key: own(resource_id)
CREATE TABLE appointment_offer (
    resource_id @id NOT NULL,
    places @bigint NOT NULL,
    minutes @bigint NOT NULL,
    updated_at @instant NOT NULL,
    PRIMARY KEY (resource_id)
)@table_end;

-- A place that somebody has: for good, or held until an instant and then anybody's.
-- key: own(resource_id)
CREATE TABLE appointment_place (
    resource_id @id NOT NULL,
    starts_at @instant NOT NULL,
    place @bigint NOT NULL,
    ends_at @instant NOT NULL,
    account_id @id NOT NULL,
    appointment_id @id NOT NULL,
    held_until @instant,
    PRIMARY KEY (resource_id, starts_at, place)
)@table_end;

CREATE INDEX appointment_place_over ON appointment_place (ends_at);

-- key: account
CREATE TABLE appointment (
    account_id @id NOT NULL,
    appointment_id @id NOT NULL,
    center_id @id NOT NULL,
    task TEXT NOT NULL,
    state TEXT NOT NULL,
    starts_at @instant NOT NULL,
    ends_at @instant NOT NULL,
    place @bigint NOT NULL,
    is_reminded @bool NOT NULL,
    booked_at @instant NOT NULL,
    changed_at @instant NOT NULL,
    due_at @instant,
    version @bigint NOT NULL,
    PRIMARY KEY (account_id, appointment_id)
)@table_end;

CREATE INDEX appointment_due ON appointment (due_at);
