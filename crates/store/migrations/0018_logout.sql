-- Telling sites that a session is over (R217).

-- The session at which somebody signed in, of which this one took the place when a privilege changed; its own id where it took
-- nobody's. Sites know the whole chain by it.
ALTER TABLE session ADD COLUMN root_id @id;

UPDATE session SET root_id = session_id;

CREATE INDEX session_root ON session (account_id, root_id);

-- A site at which somebody signed in within a session, until it is told that the session is over. look_at is when the session
-- may have ended by itself.
-- key: account
CREATE TABLE session_site (
    account_id @id NOT NULL,
    root_id @id NOT NULL,
    relying_party_id @id NOT NULL,
    subject TEXT NOT NULL,
    began_at @instant NOT NULL,
    look_at @instant NOT NULL,
    PRIMARY KEY (account_id, root_id, relying_party_id)
)@table_end;

CREATE INDEX session_site_due ON session_site (look_at);

-- Sites of sessions that are open while this is brought in.
INSERT INTO session_site (account_id, root_id, relying_party_id, subject, began_at, look_at)
SELECT g.account_id, g.session_id, g.relying_party_id, MAX(g.subject), MAX(g.created_at), MAX(g.created_at)
FROM site_grant g JOIN session s ON s.account_id = g.account_id AND s.session_id = g.session_id
WHERE g.ended_at IS NULL AND s.ended_at IS NULL
GROUP BY g.account_id, g.session_id, g.relying_party_id;

-- What a site must be told, and what came of it: that this session is over, or every one of the person there where root_id is
-- empty. Neither the site's address nor the token is kept: both are of the moment at which it is told.
-- key: account
CREATE TABLE site_logout (
    account_id @id NOT NULL,
    logout_id @id NOT NULL,
    relying_party_id @id NOT NULL,
    root_id @id,
    subject TEXT NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts @bigint NOT NULL,
    last_fault TEXT,
    created_at @instant NOT NULL,
    give_up_at @instant NOT NULL,
    settled_at @instant,
    PRIMARY KEY (account_id, logout_id)
)@table_end;

CREATE INDEX site_logout_over ON site_logout (created_at);
