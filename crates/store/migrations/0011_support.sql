-- Requests to the support, what was written, and the files that came with it. Sealed by the key of the person whose
-- request it is, so that it goes with the account; by the system for visitors.

-- key: own(request_id)
CREATE TABLE support_request (
    request_id @id NOT NULL,
    number TEXT NOT NULL,
    account_id @id,
    topic TEXT NOT NULL,
    state TEXT NOT NULL,
    operator_id @id,
    detail_sealed @bytes NOT NULL,
    token_hash @bytes,
    locale TEXT NOT NULL,
    created_at @instant NOT NULL,
    waiting_since @instant NOT NULL,
    updated_at @instant NOT NULL,
    version @bigint NOT NULL,
    PRIMARY KEY (request_id)
)@table_end;

CREATE INDEX support_request_queue ON support_request (state, waiting_since);

-- The requests of a person.
-- key: account
CREATE TABLE support_of_account (
    account_id @id NOT NULL,
    request_id @id NOT NULL,
    PRIMARY KEY (account_id, request_id)
)@table_end;

-- key: own(request_id)
CREATE TABLE support_message (
    request_id @id NOT NULL,
    message_id @id NOT NULL,
    operator_id @id,
    text_sealed @bytes NOT NULL,
    written_at @instant NOT NULL,
    PRIMARY KEY (request_id, message_id)
)@table_end;

-- A file stays closed until a virus scanner has found it clean; the content of one that is not is wiped.
-- key: own(request_id)
CREATE TABLE support_attachment (
    request_id @id NOT NULL,
    attachment_id @id NOT NULL,
    message_id @id NOT NULL,
    kind TEXT NOT NULL,
    name_sealed @bytes NOT NULL,
    size @bigint NOT NULL,
    content_sealed @bytes,
    scan TEXT NOT NULL,
    added_at @instant NOT NULL,
    scanned_at @instant,
    PRIMARY KEY (request_id, attachment_id)
)@table_end;

-- An account that became part of another one of the same person: the pointer to it.
-- key: account
CREATE TABLE account_merge (
    account_id @id NOT NULL,
    into_id @id NOT NULL,
    request_id @id NOT NULL,
    merged_at @instant NOT NULL,
    PRIMARY KEY (account_id)
)@table_end;
