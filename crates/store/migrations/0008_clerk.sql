-- Visitors at the windows of centers, the way from a document to its account, and what operators corrected.

-- Who is served at which window, for which task, until when; the ground on which an operator looks at a person. What is
-- to be done with a colleague's consent stands in order_sealed, under the person's own key.
-- key: own(center_id)
CREATE TABLE visit (
    center_id @id NOT NULL,
    visit_id @id NOT NULL,
    task TEXT NOT NULL,
    state TEXT NOT NULL,
    account_id @id NOT NULL,
    operator_id @id,
    booked_for @instant,
    approval_id @id,
    order_sealed @bytes,
    begun_at @instant NOT NULL,
    expires_at @instant NOT NULL,
    version @bigint NOT NULL,
    PRIMARY KEY (center_id, visit_id)
)@table_end;

CREATE INDEX visit_waiting ON visit (center_id, state, booked_for);
CREATE INDEX visit_over ON visit (expires_at);

-- Accounts by the number of their verified identity document. Two states may give one number to two documents.
-- key: lookup
CREATE TABLE document_lookup (
    document_hash @bytes NOT NULL,
    account_id @id NOT NULL,
    PRIMARY KEY (document_hash, account_id)
)@table_end;

-- What operators corrected with the document at hand (R129): both states, readable as long as the person's key lives.
-- key: account
CREATE TABLE correction (
    account_id @id NOT NULL,
    correction_id @id NOT NULL,
    center_id @id NOT NULL,
    corrected_by @id NOT NULL,
    approved_by @id,
    fields TEXT NOT NULL,
    before_sealed @bytes NOT NULL,
    after_sealed @bytes NOT NULL,
    corrected_at @instant NOT NULL,
    PRIMARY KEY (account_id, correction_id)
)@table_end;
