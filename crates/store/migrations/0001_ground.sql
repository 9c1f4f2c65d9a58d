-- The ground: accounts up to level Standard, how one gets in, what the registries said, and what is sent.
--
-- Every table says where it lives on a cluster (decision 7). Columns called *_sealed hold AES-256-GCM under the person's
-- data key; *_hash columns hold keyed hashes (blind indexes and stored secrets).

-- key: account
CREATE TABLE account (
    account_id @id NOT NULL,
    level TEXT NOT NULL,
    status TEXT NOT NULL,
    locale TEXT NOT NULL,
    created_at @instant NOT NULL,
    updated_at @instant NOT NULL,
    version @bigint NOT NULL,
    PRIMARY KEY (account_id)
)@table_end;

-- The person's data key, wrapped by a key-encryption key; deleting this row destroys the person's data (decision 10).
-- key: account
CREATE TABLE data_key (
    account_id @id NOT NULL,
    vault_key TEXT NOT NULL,
    wrapped @bytes NOT NULL,
    created_at @instant NOT NULL,
    PRIMARY KEY (account_id)
)@table_end;

-- key: account
CREATE TABLE contact (
    account_id @id NOT NULL,
    contact_id @id NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    contact_hash @bytes NOT NULL,
    value_sealed @bytes NOT NULL,
    created_at @instant NOT NULL,
    confirmed_at @instant,
    version @bigint NOT NULL,
    PRIMARY KEY (account_id, contact_id)
)@table_end;

-- One confirmed contact of a kind, and beside it one that waits for its code.
CREATE UNIQUE INDEX contact_one_of_a_kind ON contact (account_id, kind, status);

-- key: lookup
CREATE TABLE contact_lookup (
    contact_hash @bytes NOT NULL,
    account_id @id NOT NULL,
    PRIMARY KEY (contact_hash)
)@table_end;

-- key: lookup
CREATE TABLE snils_lookup (
    snils_hash @bytes NOT NULL,
    account_id @id NOT NULL,
    PRIMARY KEY (snils_hash)
)@table_end;

-- key: account
CREATE TABLE password (
    account_id @id NOT NULL,
    password_hash TEXT NOT NULL,
    changed_at @instant NOT NULL,
    version @bigint NOT NULL,
    PRIMARY KEY (account_id)
)@table_end;

-- key: account
CREATE TABLE security_question (
    account_id @id NOT NULL,
    question_sealed @bytes NOT NULL,
    answer_hash TEXT NOT NULL,
    changed_at @instant NOT NULL,
    PRIMARY KEY (account_id)
)@table_end;

-- key: account
CREATE TABLE session (
    account_id @id NOT NULL,
    session_id @id NOT NULL,
    token_hash @bytes NOT NULL,
    method TEXT NOT NULL,
    created_at @instant NOT NULL,
    authenticated_at @instant NOT NULL,
    seen_at @instant NOT NULL,
    expires_at @instant NOT NULL,
    network TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    ended_at @instant,
    end_reason TEXT,
    PRIMARY KEY (account_id, session_id)
)@table_end;

CREATE INDEX session_over ON session (expires_at);

-- key: own(registration_id)
CREATE TABLE registration (
    registration_id @id NOT NULL,
    state TEXT NOT NULL,
    token_hash @bytes NOT NULL,
    detail_sealed @bytes NOT NULL,
    phone_hash @bytes,
    email_hash @bytes,
    phone_confirmed_at @instant,
    email_confirmed_at @instant,
    account_id @id,
    locale TEXT NOT NULL,
    created_at @instant NOT NULL,
    expires_at @instant NOT NULL,
    version @bigint NOT NULL,
    PRIMARY KEY (registration_id)
)@table_end;

CREATE INDEX registration_over ON registration (expires_at);

-- Codes by SMS or mail and links by mail. The owner is a registration, an account or a recovery.
-- key: own(owner_id)
CREATE TABLE one_time_code (
    owner_id @id NOT NULL,
    code_id @id NOT NULL,
    purpose TEXT NOT NULL,
    form TEXT NOT NULL,
    contact_hash @bytes NOT NULL,
    code_hash @bytes NOT NULL,
    status TEXT NOT NULL,
    attempts @bigint NOT NULL,
    issued_at @instant NOT NULL,
    expires_at @instant NOT NULL,
    version @bigint NOT NULL,
    PRIMARY KEY (owner_id, code_id)
)@table_end;

CREATE INDEX one_time_code_over ON one_time_code (expires_at);

-- Counters of guesses and of messages sent; the key is a keyed hash of what is counted.
-- key: lookup
CREATE TABLE guess_limit (
    limit_hash @bytes NOT NULL,
    failures @bigint NOT NULL,
    window_ends_at @instant NOT NULL,
    blocked_until @instant,
    PRIMARY KEY (limit_hash)
)@table_end;

CREATE INDEX guess_limit_over ON guess_limit (window_ends_at);

-- Counts what makes the recoveries of an account that are under way worthless: another password, question or contact.
-- key: account
CREATE TABLE recovery_epoch (
    account_id @id NOT NULL,
    epoch @bigint NOT NULL,
    PRIMARY KEY (account_id)
)@table_end;

-- key: own(recovery_id)
CREATE TABLE recovery (
    recovery_id @id NOT NULL,
    state TEXT NOT NULL,
    token_hash @bytes NOT NULL,
    account_id @id,
    epoch @bigint NOT NULL,
    way TEXT NOT NULL,
    detail_sealed @bytes NOT NULL,
    locale TEXT NOT NULL,
    created_at @instant NOT NULL,
    expires_at @instant NOT NULL,
    version @bigint NOT NULL,
    PRIMARY KEY (recovery_id)
)@table_end;

CREATE INDEX recovery_over ON recovery (expires_at);

-- Personal data: the draft being typed, and the values in force (after verification they are the verified ones).
-- key: account
CREATE TABLE person (
    account_id @id NOT NULL,
    data_sealed @bytes NOT NULL,
    draft_sealed @bytes,
    draft_saved_at @instant,
    verified_at @instant,
    updated_at @instant NOT NULL,
    version @bigint NOT NULL,
    PRIMARY KEY (account_id)
)@table_end;

-- Documents that the person added to the profile; nothing is verified by them.
-- key: account
CREATE TABLE further_document (
    account_id @id NOT NULL,
    document_id @id NOT NULL,
    data_sealed @bytes NOT NULL,
    added_at @instant NOT NULL,
    PRIMARY KEY (account_id, document_id)
)@table_end;

-- One submission of personal data to the registries. evidence_id is there from when it took effect until it is found wrong.
-- key: account
CREATE TABLE verification (
    account_id @id NOT NULL,
    verification_id @id NOT NULL,
    state TEXT NOT NULL,
    data_sealed @bytes NOT NULL,
    submitted_at @instant NOT NULL,
    deadline_at @instant NOT NULL,
    finished_at @instant,
    evidence_id @id,
    version @bigint NOT NULL,
    PRIMARY KEY (account_id, verification_id)
)@table_end;

CREATE INDEX verification_newest ON verification (account_id, submitted_at);

-- One question to one registry within a submission. due_at says until when something must have happened to an open check;
-- what is left behind by lost work is found by it.
-- key: account
CREATE TABLE verification_check (
    account_id @id NOT NULL,
    check_id @id NOT NULL,
    verification_id @id NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    attempts @bigint NOT NULL,
    ticket TEXT,
    request_sealed @bytes,
    request_digest @bytes,
    asked_at @instant,
    answer_id @id,
    answer_result TEXT,
    answered_at @instant,
    finding TEXT,
    mismatched @json,
    due_at @instant,
    version @bigint NOT NULL,
    PRIMARY KEY (account_id, check_id)
)@table_end;

CREATE INDEX verification_check_of ON verification_check (account_id, verification_id);
CREATE INDEX verification_check_due ON verification_check (due_at);

-- Every signed answer as it came, for good: those that decided, and those that came late or contradict.
-- key: account
CREATE TABLE verification_answer (
    account_id @id NOT NULL,
    check_id @id NOT NULL,
    answer_digest @bytes NOT NULL,
    answer_id @id NOT NULL,
    result TEXT NOT NULL,
    reception TEXT NOT NULL,
    answered_at @instant NOT NULL,
    received_at @instant NOT NULL,
    answer_sealed @bytes NOT NULL,
    PRIMARY KEY (account_id, check_id, answer_digest)
)@table_end;

-- From the key of a registry request to the account it is about.
-- key: lookup
CREATE TABLE check_lookup (
    check_hash @bytes NOT NULL,
    account_id @id NOT NULL,
    PRIMARY KEY (check_hash)
)@table_end;

-- Every change of level, for good (R74).
-- key: account
CREATE TABLE level_change (
    account_id @id NOT NULL,
    change_id @id NOT NULL,
    from_level TEXT,
    to_level TEXT NOT NULL,
    method TEXT NOT NULL,
    source TEXT NOT NULL,
    evidence @json NOT NULL,
    changed_at @instant NOT NULL,
    PRIMARY KEY (account_id, change_id)
)@table_end;

-- The feed of the personal area.
-- key: account
CREATE TABLE notice (
    account_id @id NOT NULL,
    notice_id @id NOT NULL,
    kind TEXT NOT NULL,
    args @json NOT NULL,
    created_at @instant NOT NULL,
    read_at @instant,
    PRIMARY KEY (account_id, notice_id)
)@table_end;

-- Messages on their way out. Address and content are sealed, and wiped once sent.
-- key: own(owner_id)
CREATE TABLE outgoing_message (
    owner_id @id NOT NULL,
    message_id @id NOT NULL,
    channel TEXT NOT NULL,
    kind TEXT NOT NULL,
    dedupe TEXT NOT NULL,
    state TEXT NOT NULL,
    content_sealed @bytes,
    created_at @instant NOT NULL,
    finished_at @instant,
    delivery TEXT,
    parts_open @bigint NOT NULL,
    PRIMARY KEY (owner_id, message_id)
)@table_end;

CREATE UNIQUE INDEX outgoing_message_once ON outgoing_message (owner_id, channel, dedupe);

-- Parts of messages that an SMS center took in and will tell the fate of, by its own ids.
-- key: lookup
CREATE TABLE receipt_lookup (
    part_hash @bytes NOT NULL,
    owner_id @id NOT NULL,
    message_id @id NOT NULL,
    delivery TEXT,
    sent_at @instant NOT NULL,
    PRIMARY KEY (part_hash)
)@table_end;

CREATE INDEX receipt_lookup_over ON receipt_lookup (sent_at);

-- key: own(job_id)
CREATE TABLE job (
    job_id @id NOT NULL,
    name TEXT NOT NULL,
    args @json NOT NULL,
    dedupe TEXT,
    lane TEXT NOT NULL,
    state TEXT NOT NULL,
    run_at @instant NOT NULL,
    attempts @bigint NOT NULL,
    lease_until @instant,
    lease_owner @id,
    last_error TEXT,
    created_at @instant NOT NULL,
    finished_at @instant,
    PRIMARY KEY (job_id)
)@table_end;

CREATE INDEX job_due ON job (lane, state, run_at);
CREATE UNIQUE INDEX job_once ON job (dedupe);

-- The chained record of acts on an account (decision 15).
-- key: account
CREATE TABLE audit_head (
    account_id @id NOT NULL,
    seq @bigint NOT NULL,
    hash @bytes NOT NULL,
    PRIMARY KEY (account_id)
)@table_end;

-- key: account
CREATE TABLE audit (
    account_id @id NOT NULL,
    seq @bigint NOT NULL,
    at @instant NOT NULL,
    actor TEXT NOT NULL,
    act TEXT NOT NULL,
    detail TEXT NOT NULL,
    network TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    request_id TEXT NOT NULL,
    previous @bytes NOT NULL,
    hash @bytes NOT NULL,
    PRIMARY KEY (account_id, seq)
)@table_end;

-- What an operator must look at: checks without an answer, contradictions, foreign documents, dead jobs.
-- key: own(case_id)
CREATE TABLE operator_case (
    case_id @id NOT NULL,
    kind TEXT NOT NULL,
    account_id @id,
    subject TEXT NOT NULL,
    state TEXT NOT NULL,
    detail @json NOT NULL,
    opened_at @instant NOT NULL,
    closed_at @instant,
    PRIMARY KEY (case_id)
)@table_end;

-- A case that was closed may be opened again.
CREATE UNIQUE INDEX operator_case_once ON operator_case (kind, subject) WHERE state = 'open';
