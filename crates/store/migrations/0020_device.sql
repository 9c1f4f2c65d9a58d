-- Devices that cannot show our pages themselves (RFC 8628), and sites that register themselves (RFC 7591).

-- A device that waits until a person lets it in; then what it was given.
-- key: own(device_id)
CREATE TABLE device_grant (
    device_id @id NOT NULL,
    relying_party_id @id NOT NULL,
    secret_hash @bytes NOT NULL,
    request_sealed @bytes NOT NULL,
    state @json NOT NULL,
    account_id @id,
    grant_id @id,
    decided_at @instant,
    expires_at @instant NOT NULL,
    version @bigint NOT NULL,
    PRIMARY KEY (device_id)
)@table_end;

CREATE INDEX device_grant_over ON device_grant (expires_at);

-- The short code on the screen of a device, by its keyed hash.
-- key: lookup
CREATE TABLE device_user_code (
    code_hash @bytes NOT NULL,
    device_id @id NOT NULL,
    expires_at @instant NOT NULL,
    PRIMARY KEY (code_hash)
)@table_end;

CREATE INDEX device_user_code_over ON device_user_code (expires_at);

-- The device for which a person is asked.
ALTER TABLE interaction ADD COLUMN device_id @id;

-- What lets somebody register sites: an initial access token (RFC 7591 3).
-- key: reference
CREATE TABLE site_invitation (
    invitation_id @id NOT NULL,
    secret_hash @bytes NOT NULL,
    stage TEXT NOT NULL,
    made_for TEXT NOT NULL,
    uses_left @bigint NOT NULL,
    created_at @instant NOT NULL,
    expires_at @instant NOT NULL,
    revoked_at @instant,
    PRIMARY KEY (invitation_id)
)@table_end;

-- A site that registered itself: the hash of its token for its own management, and what was said of its software.
-- key: reference
CREATE TABLE site_registration (
    relying_party_id @id NOT NULL,
    token_hash @bytes NOT NULL,
    statement @json,
    invitation_id @id,
    registered_at @instant NOT NULL,
    version @bigint NOT NULL,
    PRIMARY KEY (relying_party_id)
)@table_end;
