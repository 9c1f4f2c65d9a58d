-- Authorizations at online banks, on their way: who went to which bank from which session. Nothing that the bank says is
-- kept here. The state that the browser brings back is found by its hash.
-- key: lookup
CREATE TABLE bank_authorization (
    state_hash @bytes NOT NULL,
    account_id @id NOT NULL,
    confirmation_id @id NOT NULL,
    session_id @id NOT NULL,
    bank TEXT NOT NULL,
    status TEXT NOT NULL,
    created_at @instant NOT NULL,
    expires_at @instant NOT NULL,
    PRIMARY KEY (state_hash)
)@table_end;

CREATE INDEX bank_authorization_over ON bank_authorization (expires_at);
