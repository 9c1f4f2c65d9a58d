-- Registered letters, the batches in which they are printed, and their numbers.

-- A letter with its address, sealed under the person's key. The number of the item is not secret; the code is not here:
-- its keyed hash is in confirmation_code.
-- key: account
CREATE TABLE letter_order (
    account_id @id NOT NULL,
    letter_id @id NOT NULL,
    confirmation_id @id NOT NULL,
    status TEXT NOT NULL,
    address_kind TEXT NOT NULL,
    address_sealed @bytes NOT NULL,
    ordered_at @instant NOT NULL,
    number TEXT,
    batch_id @id,
    dispatched_at @instant,
    changed_at @instant NOT NULL,
    look_at @instant,
    remind_at @instant,
    reminded_of TEXT,
    version @bigint NOT NULL,
    PRIMARY KEY (account_id, letter_id)
)@table_end;

CREATE INDEX letter_order_look ON letter_order (status, look_at);

CREATE INDEX letter_order_remind ON letter_order (remind_at);

-- The latest letter of an account: the rule of 30 days counts from here, and of two orders at once one is refused.
-- key: account
CREATE TABLE letter_latest (
    account_id @id NOT NULL,
    letter_id @id NOT NULL,
    ordered_at @instant NOT NULL,
    version @bigint NOT NULL,
    PRIMARY KEY (account_id)
)@table_end;

-- Letters that are handed over together.
-- key: own(batch_id)
CREATE TABLE letter_batch (
    batch_id @id NOT NULL,
    status TEXT NOT NULL,
    letters @bigint NOT NULL,
    created_at @instant NOT NULL,
    handed_over_at @instant,
    version @bigint NOT NULL,
    PRIMARY KEY (batch_id)
)@table_end;

CREATE INDEX letter_batch_status ON letter_batch (status, created_at);

-- What is printed, sealed for the dispatch; removed when the batch is handed over.
-- key: own(batch_id)
CREATE TABLE letter_print (
    batch_id @id NOT NULL,
    letter_id @id NOT NULL,
    account_id @id NOT NULL,
    content_sealed @bytes NOT NULL,
    PRIMARY KEY (batch_id, letter_id)
)@table_end;

-- The next number of an item in a series: place of acceptance and month.
-- key: own(series)
CREATE TABLE letter_series (
    series TEXT NOT NULL,
    taken @bigint NOT NULL,
    PRIMARY KEY (series)
)@table_end;
