-- Systems that speak the dialect of ESIA, the numbers of people there, the keys of its tokens, and what developers look at.

-- What a relying party registered for the dialect: its mnemonic is its client_id.
-- key: reference
CREATE TABLE esia_system (
    relying_party_id @id NOT NULL,
    registration @json NOT NULL,
    changed_at @instant NOT NULL,
    PRIMARY KEY (relying_party_id)
)@table_end;

-- The number of a person.
-- key: account
CREATE TABLE esia_person (
    account_id @id NOT NULL,
    oid @bigint NOT NULL,
    created_at @instant NOT NULL,
    PRIMARY KEY (account_id)
)@table_end;

-- Numbers that are taken, whoever has them.
-- key: own(oid)
CREATE TABLE esia_oid (
    oid @bigint NOT NULL,
    account_id @id NOT NULL,
    PRIMARY KEY (oid)
)@table_end;

-- The keys that sign tokens of the dialect, with the certificate that systems pin; the private half is sealed.
-- key: reference
CREATE TABLE esia_key (
    key_id @id NOT NULL,
    algorithm TEXT NOT NULL,
    certificate @bytes NOT NULL,
    private_sealed @bytes NOT NULL,
    signs_from @instant NOT NULL,
    created_at @instant NOT NULL,
    PRIMARY KEY (key_id)
)@table_end;

-- Keys by which programs act for employees without a browser, by their keyed hash.
-- key: reference
CREATE TABLE esia_api_key (
    key_hash @bytes NOT NULL,
    relying_party_id @id NOT NULL,
    person_id @id NOT NULL,
    certificates @json NOT NULL,
    scopes @json NOT NULL,
    created_at @instant NOT NULL,
    PRIMARY KEY (key_hash)
)@table_end;

CREATE INDEX esia_api_key_system ON esia_api_key (relying_party_id);

-- What became of the newest signed requests of a system, for its developers; a place is written over by a newer one.
-- key: own(relying_party_id)
CREATE TABLE esia_trace (
    relying_party_id @id NOT NULL,
    place @bigint NOT NULL,
    at @instant NOT NULL,
    is_refused @bool NOT NULL,
    told TEXT NOT NULL,
    PRIMARY KEY (relying_party_id, place)
)@table_end;

CREATE INDEX esia_trace_at ON esia_trace (at);
