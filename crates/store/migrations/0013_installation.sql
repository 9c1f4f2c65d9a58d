-- What the administrators keep: terms of organizations, dates of admissions, uploads of centers on their way in, and what
-- is changed at run time.

-- The first and the last day on which an organization may do anything; why it ended, when it did so for good.
ALTER TABLE organization ADD COLUMN valid_from @date;
ALTER TABLE organization ADD COLUMN valid_until @date;
ALTER TABLE organization ADD COLUMN end_reason TEXT;

CREATE INDEX service_center_organization ON service_center (organization_id, center_id);
CREATE INDEX operator_of_organization ON operator (organization_id, operator_id);

-- From and until which instant an operator works at a center; without a bound when none. The second does not belong to it.
ALTER TABLE operator_admission ADD COLUMN valid_from @instant;
ALTER TABLE operator_admission ADD COLUMN valid_until @instant;

-- A file of centers between its report and the consent to take it in.
-- key: own(import_id)
CREATE TABLE center_import (
    import_id @id NOT NULL,
    operator_id @id NOT NULL,
    file_name TEXT NOT NULL,
    content @bytes NOT NULL,
    uploaded_at @instant NOT NULL,
    PRIMARY KEY (import_id)
)@table_end;

CREATE INDEX center_import_uploaded ON center_import (uploaded_at);

-- Settings that were changed over those of the file.
-- key: reference
CREATE TABLE installation_setting (
    setting_key TEXT NOT NULL,
    value @json NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at @instant NOT NULL,
    version @bigint NOT NULL,
    PRIMARY KEY (setting_key)
)@table_end;

-- One row at most: a number that grows with each change of what every server of the installation keeps in memory.
-- key: reference
CREATE TABLE installation_version (
    part TEXT NOT NULL,
    version @bigint NOT NULL,
    PRIMARY KEY (part)
)@table_end;

-- What stands at the head of every page for a while.
-- key: reference
CREATE TABLE announcement (
    announcement_id @id NOT NULL,
    text @json NOT NULL,
    severity TEXT NOT NULL,
    shown_from @instant NOT NULL,
    shown_until @instant NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at @instant NOT NULL,
    version @bigint NOT NULL,
    PRIMARY KEY (announcement_id)
)@table_end;
