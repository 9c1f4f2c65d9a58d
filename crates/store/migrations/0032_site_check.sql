-- What the system found when it looked at a site of a developer by itself: the newest takes the place of the one before. Within the hour
-- that began at hour_at it was asked for asked_in_hour times. known_at: when the developer asked for promotion and said to know of the faults.
-- key: own(relying_party_id)
CREATE TABLE site_check (
    relying_party_id @id NOT NULL,
    asked_at @instant NOT NULL,
    hour_at @instant NOT NULL,
    asked_in_hour @bigint NOT NULL,
    done_at @instant,
    site_version @bigint NOT NULL,
    findings @json NOT NULL,
    known_at @instant,
    PRIMARY KEY (relying_party_id)
)@table_end;
