-- Organizations, their service centers, and what the finder reads.
--
-- A record lives by its own key. What is searched is a second, narrow copy that is the same everywhere: there are some
-- ten thousand centers, and everybody looks for them everywhere. Both are written in one transaction.

-- key: own(organization_id)
CREATE TABLE organization (
    organization_id @id NOT NULL,
    external_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    name @json NOT NULL,
    updated_at @instant NOT NULL,
    version @bigint NOT NULL,
    PRIMARY KEY (organization_id)
)@table_end;

-- A center. The digest is that of the imported record: an import that brings nothing new writes nothing.
-- key: own(center_id)
CREATE TABLE service_center (
    center_id @id NOT NULL,
    organization_id @id NOT NULL,
    external_id TEXT NOT NULL,
    status TEXT NOT NULL,
    name @json NOT NULL,
    town @json NOT NULL,
    address TEXT NOT NULL,
    latitude @float NOT NULL,
    longitude @float NOT NULL,
    phone TEXT NOT NULL,
    opening_hours TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    appointments @bool NOT NULL,
    owner TEXT NOT NULL,
    last_checked_at @instant NOT NULL,
    digest @bytes NOT NULL,
    updated_at @instant NOT NULL,
    version @bigint NOT NULL,
    PRIMARY KEY (center_id)
)@table_end;

CREATE INDEX service_center_checked ON service_center (status, last_checked_at);

-- What a center may do, and in which days.
-- key: own(center_id)
CREATE TABLE center_service (
    center_id @id NOT NULL,
    service TEXT NOT NULL,
    valid_from @date NOT NULL,
    valid_until @date NOT NULL,
    PRIMARY KEY (center_id, service, valid_from)
)@table_end;

-- What the finder shows of an open center.
-- key: reference
CREATE TABLE center_card (
    center_id @id NOT NULL,
    organization_kind TEXT NOT NULL,
    organization_name @json NOT NULL,
    name @json NOT NULL,
    town @json NOT NULL,
    address TEXT NOT NULL,
    phone TEXT NOT NULL,
    appointments @bool NOT NULL,
    last_checked_at @instant NOT NULL,
    PRIMARY KEY (center_id)
)@table_end;

-- By what the finder finds: a service of an open center within some days. Both indexes hold all that a search looks at.
-- key: reference
CREATE TABLE center_offer (
    service TEXT NOT NULL,
    town_key TEXT NOT NULL,
    center_id @id NOT NULL,
    valid_from @date NOT NULL,
    valid_until @date NOT NULL,
    latitude @float NOT NULL,
    longitude @float NOT NULL,
    hour_flags @bigint NOT NULL,
    opening_hours TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    PRIMARY KEY (service, town_key, center_id, valid_from)
)@table_end;

CREATE INDEX center_offer_place ON center_offer (service, latitude, longitude);
CREATE INDEX center_offer_center ON center_offer (center_id);

-- Towns: those of centers, and those that are built in so that one without a center leads to the nearest.
-- key: reference
CREATE TABLE town (
    town_key TEXT NOT NULL,
    name @json NOT NULL,
    region TEXT NOT NULL,
    latitude @float NOT NULL,
    longitude @float NOT NULL,
    PRIMARY KEY (town_key)
)@table_end;

-- A town's names in all languages, as they are compared. Bytes, because they are ordered alike everywhere.
-- key: reference
CREATE TABLE town_name (
    name_key @bytes NOT NULL,
    town_key TEXT NOT NULL,
    PRIMARY KEY (name_key, town_key)
)@table_end;

-- How many centers of a town offer a service.
-- key: reference
CREATE TABLE town_offer (
    service TEXT NOT NULL,
    town_key TEXT NOT NULL,
    centers @bigint NOT NULL,
    PRIMARY KEY (service, town_key)
)@table_end;
