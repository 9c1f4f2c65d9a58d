-- Sites that people enter themselves, who looks after them, and what officers are asked about them.

-- That a site was entered by a person, and when one of its people switched it off. One without this row was entered by an operator of the installation.
-- key: reference
CREATE TABLE site_record (
    relying_party_id @id NOT NULL,
    kind TEXT NOT NULL,
    off_at @instant,
    promoted_at @instant,
    created_at @instant NOT NULL,
    version @bigint NOT NULL,
    PRIMARY KEY (relying_party_id)
)@table_end;

-- Who looks after a site; the name is the one by which colleagues know them.
-- key: reference
CREATE TABLE site_member (
    relying_party_id @id NOT NULL,
    member_id @id NOT NULL,
    role TEXT NOT NULL,
    name_sealed @bytes NOT NULL,
    joined_at @instant NOT NULL,
    PRIMARY KEY (relying_party_id, member_id)
)@table_end;

CREATE INDEX site_member_of ON site_member (member_id);

-- A link by which a colleague joins; the site's own key comes first.
-- key: own(relying_party_id)
CREATE TABLE member_invitation (
    relying_party_id @id NOT NULL,
    invitation_id @id NOT NULL,
    secret_hash @bytes NOT NULL,
    expires_at @instant NOT NULL,
    used_at @instant,
    PRIMARY KEY (relying_party_id, invitation_id)
)@table_end;

CREATE INDEX member_invitation_over ON member_invitation (expires_at);

-- What an officer is asked about a site: one thing at a time, with what the site would be afterwards.
-- key: reference
CREATE TABLE site_change (
    relying_party_id @id NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    asked_by @id NOT NULL,
    asked_at @instant NOT NULL,
    metadata @json NOT NULL,
    rule @json NOT NULL,
    note TEXT NOT NULL,
    reason TEXT,
    decided_at @instant,
    version @bigint NOT NULL,
    PRIMARY KEY (relying_party_id)
)@table_end;

-- The last errors that a site was answered with, kept for a week.
-- key: own(relying_party_id)
CREATE TABLE site_error (
    relying_party_id @id NOT NULL,
    error_id @id NOT NULL,
    endpoint TEXT NOT NULL,
    code TEXT NOT NULL,
    description TEXT NOT NULL,
    reference TEXT NOT NULL,
    happened_at @instant NOT NULL,
    PRIMARY KEY (relying_party_id, error_id)
)@table_end;

CREATE INDEX site_error_over ON site_error (happened_at);

-- Counters of a site, by day; each is a sum of several parts, so that many servers can raise it at once.
-- key: own(relying_party_id)
CREATE TABLE site_statistic (
    relying_party_id @id NOT NULL,
    day @date NOT NULL,
    kind TEXT NOT NULL,
    shard @bigint NOT NULL,
    total @bigint NOT NULL,
    PRIMARY KEY (relying_party_id, day, kind, shard)
)@table_end;

CREATE INDEX site_statistic_day ON site_statistic (day);
