-- Second factors of persons, the login between password and factor, restrictions, and what is asked of a passkey.

-- When the person of a session last proved a factor.
ALTER TABLE session ADD COLUMN strong_at @instant;

-- The key of an authenticator application and the last step used: each code counts once. offered_sealed is the key
-- offered to an application that is being set up, until offered_until; a row without a key is an offer alone.
-- key: account
CREATE TABLE totp (
    account_id @id NOT NULL,
    secret_sealed @bytes,
    last_step @bigint NOT NULL,
    enrolled_at @instant,
    offered_sealed @bytes,
    offered_until @instant,
    PRIMARY KEY (account_id)
)@table_end;

-- credential_sealed is the public key with its counter. A passkey whose counter went back is closed.
-- key: account
CREATE TABLE passkey (
    account_id @id NOT NULL,
    passkey_id @id NOT NULL,
    credential_hash @bytes NOT NULL,
    name_sealed @bytes NOT NULL,
    credential_sealed @bytes NOT NULL,
    created_at @instant NOT NULL,
    used_at @instant,
    closed_at @instant,
    version @bigint NOT NULL,
    PRIMARY KEY (account_id, passkey_id)
)@table_end;

-- From a passkey's own id to its account.
-- key: lookup
CREATE TABLE passkey_lookup (
    credential_hash @bytes NOT NULL,
    account_id @id NOT NULL,
    passkey_id @id NOT NULL,
    PRIMARY KEY (credential_hash)
)@table_end;

-- A question to a device, on its way; it is answered once. Of a login without a name the account is not known.
-- key: own(ceremony_id)
CREATE TABLE passkey_ceremony (
    ceremony_id @id NOT NULL,
    token_hash @bytes NOT NULL,
    purpose TEXT NOT NULL,
    account_id @id,
    session_id @id,
    state_sealed @bytes NOT NULL,
    expires_at @instant NOT NULL,
    PRIMARY KEY (ceremony_id)
)@table_end;

CREATE INDEX passkey_ceremony_over ON passkey_ceremony (expires_at);

-- key: account
CREATE TABLE recovery_code (
    account_id @id NOT NULL,
    code_hash @bytes NOT NULL,
    created_at @instant NOT NULL,
    used_at @instant,
    PRIMARY KEY (account_id, code_hash)
)@table_end;

-- key: account
CREATE TABLE login_step (
    account_id @id NOT NULL,
    step_id @id NOT NULL,
    token_hash @bytes NOT NULL,
    wrong @bigint NOT NULL,
    is_done @bool NOT NULL,
    expires_at @instant NOT NULL,
    version @bigint NOT NULL,
    PRIMARY KEY (account_id, step_id)
)@table_end;

CREATE INDEX login_step_over ON login_step (expires_at);

-- Locks by the owner, and restrictions for a time (B4, B5), for good.
-- key: account
CREATE TABLE restriction (
    account_id @id NOT NULL,
    restriction_id @id NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    set_by TEXT NOT NULL,
    set_at @instant NOT NULL,
    until @instant,
    lifted_by TEXT,
    lifted_at @instant,
    PRIMARY KEY (account_id, restriction_id)
)@table_end;

-- "It was not me": the links in notices of logins, each good once.
-- key: account
CREATE TABLE disavowal (
    account_id @id NOT NULL,
    disavowal_id @id NOT NULL,
    token_hash @bytes NOT NULL,
    network TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    login_at @instant NOT NULL,
    expires_at @instant NOT NULL,
    used_at @instant,
    PRIMARY KEY (account_id, disavowal_id)
)@table_end;

CREATE INDEX disavowal_over ON disavowal (expires_at);
