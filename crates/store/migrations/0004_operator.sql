-- Operators: who they are, how they get in, what they did that is not on one account, and what needs four eyes.

-- Name and SNILS are not readable here: the name is sealed by the system, the SNILS is a blind index by which an operator
-- is kept from acting on themselves.
-- key: own(operator_id)
CREATE TABLE operator (
    operator_id @id NOT NULL,
    login_name TEXT NOT NULL,
    role TEXT NOT NULL,
    status TEXT NOT NULL,
    name_sealed @bytes NOT NULL,
    snils_hash @bytes,
    organization_id @id,
    created_at @instant NOT NULL,
    updated_at @instant NOT NULL,
    version @bigint NOT NULL,
    PRIMARY KEY (operator_id)
)@table_end;

-- key: lookup
CREATE TABLE operator_lookup (
    login_hash @bytes NOT NULL,
    operator_id @id NOT NULL,
    PRIMARY KEY (login_hash)
)@table_end;

-- The centers where an operator works.
-- key: own(operator_id)
CREATE TABLE operator_admission (
    operator_id @id NOT NULL,
    center_id @id NOT NULL,
    admitted_at @instant NOT NULL,
    PRIMARY KEY (operator_id, center_id)
)@table_end;

CREATE INDEX operator_admission_of_center ON operator_admission (center_id, operator_id);

-- alarm_hash is the hash of the password with the ending that calls for help. Who chose no ending has the hash of
-- something that nobody knows, so that the rows look alike and cost alike.
-- key: own(operator_id)
CREATE TABLE operator_password (
    operator_id @id NOT NULL,
    password_hash TEXT NOT NULL,
    alarm_hash TEXT NOT NULL,
    changed_at @instant NOT NULL,
    version @bigint NOT NULL,
    PRIMARY KEY (operator_id)
)@table_end;

-- The key of the authenticator application, sealed by the system, and the last step used: each code counts once.
-- key: own(operator_id)
CREATE TABLE operator_totp (
    operator_id @id NOT NULL,
    secret_sealed @bytes NOT NULL,
    last_step @bigint NOT NULL,
    enrolled_at @instant NOT NULL,
    PRIMARY KEY (operator_id)
)@table_end;

-- A one-time link to choose a password.
-- key: own(operator_id)
CREATE TABLE operator_invitation (
    operator_id @id NOT NULL,
    token_hash @bytes NOT NULL,
    expires_at @instant NOT NULL,
    PRIMARY KEY (operator_id)
)@table_end;

-- A sign-in between the password and the session. secret_sealed is the key offered to an application being set up.
-- key: own(operator_id)
CREATE TABLE operator_sign_in (
    operator_id @id NOT NULL,
    sign_in_id @id NOT NULL,
    token_hash @bytes NOT NULL,
    stage TEXT NOT NULL,
    secret_sealed @bytes,
    wrong_codes @bigint NOT NULL,
    alarm @bool NOT NULL,
    expires_at @instant NOT NULL,
    version @bigint NOT NULL,
    PRIMARY KEY (operator_id, sign_in_id)
)@table_end;

CREATE INDEX operator_sign_in_over ON operator_sign_in (expires_at);

-- key: own(operator_id)
CREATE TABLE operator_session (
    operator_id @id NOT NULL,
    session_id @id NOT NULL,
    token_hash @bytes NOT NULL,
    center_id @id,
    alarm @bool NOT NULL,
    created_at @instant NOT NULL,
    authenticated_at @instant NOT NULL,
    seen_at @instant NOT NULL,
    expires_at @instant NOT NULL,
    network TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    ended_at @instant,
    end_reason TEXT,
    PRIMARY KEY (operator_id, session_id)
)@table_end;

CREATE INDEX operator_session_over ON operator_session (expires_at);

-- The chained record of what an operator did (R135), beside the records of the accounts.
-- key: own(operator_id)
CREATE TABLE operator_audit_head (
    operator_id @id NOT NULL,
    seq @bigint NOT NULL,
    hash @bytes NOT NULL,
    PRIMARY KEY (operator_id)
)@table_end;

-- key: own(operator_id)
CREATE TABLE operator_audit (
    operator_id @id NOT NULL,
    seq @bigint NOT NULL,
    at @instant NOT NULL,
    actor TEXT NOT NULL,
    act TEXT NOT NULL,
    detail TEXT NOT NULL,
    center_id @id,
    organization_id @id,
    network TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    request_id TEXT NOT NULL,
    previous @bytes NOT NULL,
    hash @bytes NOT NULL,
    PRIMARY KEY (operator_id, seq)
)@table_end;

-- What one operator asks for and a second one agrees to. The center is nil for what concerns the installation.
-- key: own(center_id)
CREATE TABLE approval (
    center_id @id NOT NULL,
    approval_id @id NOT NULL,
    act TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id @id NOT NULL,
    digest @bytes NOT NULL,
    detail @json NOT NULL,
    requested_by @id NOT NULL,
    requested_at @instant NOT NULL,
    expires_at @instant NOT NULL,
    state TEXT NOT NULL,
    decided_by @id,
    decided_at @instant,
    version @bigint NOT NULL,
    PRIMARY KEY (center_id, approval_id)
)@table_end;

CREATE INDEX approval_open ON approval (state, expires_at);
