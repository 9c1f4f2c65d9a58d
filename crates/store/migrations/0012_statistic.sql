-- What is counted: numbers of acts by day, without anything of a person (docs/decisions/0012).

-- Each counter is a sum in several parts, by the account, so that many servers can raise it at once. A period is read from
-- the days that it has. A cluster spreads the parts over its machines; the commit of an act takes its part along.
-- key: own(shard)
CREATE TABLE statistic (
    shard @bigint NOT NULL,
    day @date NOT NULL,
    kind TEXT NOT NULL,
    dimension TEXT NOT NULL,
    total @bigint NOT NULL,
    PRIMARY KEY (shard, day, kind, dimension)
)@table_end;

-- The same for each service center, where the center lives.
-- key: own(center_id)
CREATE TABLE center_statistic (
    center_id @id NOT NULL,
    day @date NOT NULL,
    kind TEXT NOT NULL,
    total @bigint NOT NULL,
    PRIMARY KEY (center_id, day, kind)
)@table_end;

CREATE INDEX center_statistic_day ON center_statistic (day, center_id);

-- What the administrators' queues are counted by.
CREATE INDEX job_dead ON job (finished_at) WHERE state = 'dead';
CREATE INDEX outgoing_message_lost ON outgoing_message (finished_at) WHERE state IN ('failed', 'too_late') OR delivery IN ('undeliverable', 'expired', 'rejected');
