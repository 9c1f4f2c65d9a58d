-- The map in bands of a quarter of a degree of latitude, within which centers lie by longitude; with all by which they are chosen.
CREATE INDEX center_mark_band ON center_mark (service, (CAST(latitude * 4 AS BIGINT)), longitude, latitude, center_id, valid_from, valid_until, hour_flags);
