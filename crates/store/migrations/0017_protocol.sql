-- Sites and programs that people sign in to (R212 to R217), and what they were given.

-- A site or a program, with what it registered, the rule it has here, and the hashes of its secrets.
-- key: reference
CREATE TABLE relying_party (
    relying_party_id @id NOT NULL,
    client_id TEXT NOT NULL,
    stage TEXT NOT NULL,
    state TEXT NOT NULL,
    profile TEXT NOT NULL,
    metadata @json NOT NULL,
    rule @json NOT NULL,
    secret_hash @bytes,
    previous_secret_hash @bytes,
    previous_secret_until @instant,
    created_at @instant NOT NULL,
    changed_at @instant NOT NULL,
    version @bigint NOT NULL,
    PRIMARY KEY (relying_party_id)
)@table_end;

CREATE UNIQUE INDEX relying_party_client ON relying_party (client_id);

-- The keys that sign tokens; the private half is sealed.
-- key: reference
CREATE TABLE signing_key (
    key_name TEXT NOT NULL,
    algorithm TEXT NOT NULL,
    public_key @json NOT NULL,
    private_sealed @bytes NOT NULL,
    created_at @instant NOT NULL,
    signs_from @instant NOT NULL,
    signs_until @instant NOT NULL,
    shown_until @instant NOT NULL,
    PRIMARY KEY (key_name)
)@table_end;

-- What may be used once, by its hash: assertions, proofs, request objects, tokens that were revoked.
-- key: lookup
CREATE TABLE single_use (
    use_hash @bytes NOT NULL,
    until_at @instant NOT NULL,
    PRIMARY KEY (use_hash)
)@table_end;

CREATE INDEX single_use_until ON single_use (until_at);

-- Requests that a site pushed (RFC 9126) and that wait for the browser.
-- key: own(pushed_id)
CREATE TABLE pushed_request (
    pushed_id @id NOT NULL,
    relying_party_id @id NOT NULL,
    secret_hash @bytes NOT NULL,
    request_sealed @bytes NOT NULL,
    expires_at @instant NOT NULL,
    used_at @instant,
    PRIMARY KEY (pushed_id)
)@table_end;

CREATE INDEX pushed_request_over ON pushed_request (expires_at);

-- A request of a site between its arrival and its answer, while the person signs in and agrees.
-- key: own(interaction_id)
CREATE TABLE interaction (
    interaction_id @id NOT NULL,
    relying_party_id @id NOT NULL,
    browser_hash @bytes NOT NULL,
    request_sealed @bytes NOT NULL,
    pushed_id @id,
    progress @json NOT NULL,
    began_at @instant NOT NULL,
    expires_at @instant NOT NULL,
    answered_at @instant,
    version @bigint NOT NULL,
    PRIMARY KEY (interaction_id)
)@table_end;

CREATE INDEX interaction_over ON interaction (expires_at);

-- What a site was given by one sign-in: its code, its refresh tokens, what they open, and what was delivered by them.
-- key: account
CREATE TABLE site_grant (
    account_id @id NOT NULL,
    grant_id @id NOT NULL,
    relying_party_id @id NOT NULL,
    session_id @id NOT NULL,
    is_offline @bool NOT NULL,
    subject TEXT NOT NULL,
    detail @json NOT NULL,
    code @json,
    refresh @json,
    delivered @json NOT NULL,
    created_at @instant NOT NULL,
    expires_at @instant NOT NULL,
    ended_at @instant,
    end_reason TEXT,
    version @bigint NOT NULL,
    PRIMARY KEY (account_id, grant_id)
)@table_end;

CREATE INDEX site_grant_over ON site_grant (expires_at);

-- What a person agreed that a site may have.
-- key: account
CREATE TABLE site_consent (
    account_id @id NOT NULL,
    relying_party_id @id NOT NULL,
    scopes @json NOT NULL,
    claims @json NOT NULL,
    agreed_at @instant NOT NULL,
    expires_at @instant NOT NULL,
    version @bigint NOT NULL,
    PRIMARY KEY (account_id, relying_party_id)
)@table_end;

-- The name of a person in a sector, where it is not the computed one: after two accounts became one.
-- key: account
CREATE TABLE kept_subject (
    account_id @id NOT NULL,
    sector TEXT NOT NULL,
    subject TEXT NOT NULL,
    PRIMARY KEY (account_id, sector)
)@table_end;
