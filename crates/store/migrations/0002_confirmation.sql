-- Proofs of identity, and the signed evidence from which the level of an account follows.

-- What proves the level, for good: each entry is signed, and the entries of an account are numbered without a gap.
-- key: account
CREATE TABLE evidence (
    account_id @id NOT NULL,
    seq @bigint NOT NULL,
    evidence_id @id NOT NULL,
    finding TEXT NOT NULL,
    method TEXT,
    subject @bytes,
    withdrawn_id @id,
    confirmation_id @id,
    source TEXT NOT NULL,
    rule TEXT NOT NULL,
    seen @bytes NOT NULL,
    found_at @instant NOT NULL,
    signing_key TEXT NOT NULL,
    signature @bytes NOT NULL,
    PRIMARY KEY (account_id, seq)
)@table_end;

-- One proof of identity by one method, and where it stands.
-- key: account
CREATE TABLE identity_confirmation (
    account_id @id NOT NULL,
    confirmation_id @id NOT NULL,
    method TEXT NOT NULL,
    status TEXT NOT NULL,
    started_at @instant NOT NULL,
    expires_at @instant NOT NULL,
    finished_at @instant,
    version @bigint NOT NULL,
    PRIMARY KEY (account_id, confirmation_id)
)@table_end;

CREATE INDEX identity_confirmation_over ON identity_confirmation (status, expires_at);

-- The code of a proof that waits for one, as a keyed hash salted by its id.
-- key: account
CREATE TABLE confirmation_code (
    account_id @id NOT NULL,
    confirmation_id @id NOT NULL,
    code_hash @bytes NOT NULL,
    issued_at @instant NOT NULL,
    PRIMARY KEY (account_id, confirmation_id)
)@table_end;

-- Wrong codes, and until when the box is locked for them.
-- key: account
CREATE TABLE confirmation_guard (
    account_id @id NOT NULL,
    failures @bigint NOT NULL,
    locked_until @instant,
    PRIMARY KEY (account_id)
)@table_end;
