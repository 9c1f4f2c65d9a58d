-- People that developers make up to try their sites with.

-- That an account is of somebody made up: by whom, and until when it is good for anything. Written with the account, and never changed.
ALTER TABLE account ADD COLUMN maker_id @id;
ALTER TABLE account ADD COLUMN made_until @instant;

-- Whom a developer has made up; account_id is the developer's own.
-- key: account
CREATE TABLE test_person (
    account_id @id NOT NULL,
    person_id @id NOT NULL,
    made_at @instant NOT NULL,
    expires_at @instant NOT NULL,
    PRIMARY KEY (account_id, person_id)
)@table_end;

CREATE INDEX test_person_over ON test_person (expires_at);
