-- The finder reads from its indexes what it looks at, in the order in which it shows it.

-- What a map writes.
ALTER TABLE center_offer ADD COLUMN name_ru TEXT NOT NULL DEFAULT '';
ALTER TABLE center_offer ADD COLUMN name_en TEXT NOT NULL DEFAULT '';
ALTER TABLE center_offer ADD COLUMN name_fr TEXT NOT NULL DEFAULT '';
-- The squared distance from the middle of the town, in degrees of a flat map.
ALTER TABLE center_offer ADD COLUMN remoteness @float NOT NULL DEFAULT 0;
-- By which some are drawn where there are too many for a map.
ALTER TABLE center_offer ADD COLUMN draw @bigint NOT NULL DEFAULT 0;

UPDATE center_offer SET
    name_ru = COALESCE((SELECT c.name ->> 'ru' FROM center_card c WHERE c.center_id = center_offer.center_id), ''),
    name_en = COALESCE((SELECT c.name ->> 'en' FROM center_card c WHERE c.center_id = center_offer.center_id), ''),
    name_fr = COALESCE((SELECT c.name ->> 'fr' FROM center_card c WHERE c.center_id = center_offer.center_id), '');

-- The cosine of the latitude by its series: not every database knows cosines, and this is good to a thousandth.
UPDATE center_offer SET remoteness = COALESCE((
    SELECT (center_offer.latitude - t.latitude) * (center_offer.latitude - t.latitude)
        + (center_offer.longitude - t.longitude) * (center_offer.longitude - t.longitude)
        * (1 - r.square / 2 + r.square * r.square / 24 - r.square * r.square * r.square / 720)
        * (1 - r.square / 2 + r.square * r.square / 24 - r.square * r.square * r.square / 720)
    FROM town t
    JOIN (SELECT town_key, (latitude * 0.017453292519943295) * (latitude * 0.017453292519943295) AS square FROM town) r
        ON r.town_key = t.town_key
    WHERE t.town_key = center_offer.town_key), 0);

-- An even draw of what is there already, by digits of the place that say nothing of where it is.
UPDATE center_offer SET draw = CAST(latitude * 1000003 AS @bigint) % 65537 * 65537 + CAST(longitude * 1000033 AS @bigint) % 65537;

CREATE INDEX center_offer_near ON center_offer (service, town_key, remoteness, center_id);
CREATE INDEX center_offer_draw ON center_offer (service, draw, center_id);
CREATE INDEX town_offer_largest ON town_offer (service, centers DESC, town_key);

-- The same offers as they lie on the map. A table, since texts may be longer than an entry of an index.
-- key: reference
CREATE TABLE center_mark (
    service TEXT NOT NULL,
    latitude @float NOT NULL,
    longitude @float NOT NULL,
    center_id @id NOT NULL,
    valid_from @date NOT NULL,
    valid_until @date NOT NULL,
    hour_flags @bigint NOT NULL,
    time_zone TEXT NOT NULL,
    opening_hours TEXT NOT NULL,
    name_ru TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_fr TEXT NOT NULL,
    PRIMARY KEY (service, latitude, longitude, center_id, valid_from)
)@table_end;

CREATE INDEX center_mark_center ON center_mark (center_id);

INSERT INTO center_mark (service, latitude, longitude, center_id, valid_from, valid_until, hour_flags, time_zone, opening_hours, name_ru, name_en, name_fr)
    SELECT service, latitude, longitude, center_id, valid_from, valid_until, hour_flags, time_zone, opening_hours, name_ru, name_en, name_fr FROM center_offer;

DROP INDEX center_offer_place;
