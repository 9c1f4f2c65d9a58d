-- The zone of the person's region, by its name in the zone database; none while the person has not said (2.11).
ALTER TABLE account ADD COLUMN time_zone TEXT;
