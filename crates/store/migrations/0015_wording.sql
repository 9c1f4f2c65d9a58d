-- Texts that administrators put in place of built-in ones at run time (docs/decisions/0015).

-- What stands now, by the key of the text; an empty document: the built-in one again. A row stays, so that its number grows.
-- key: reference
CREATE TABLE wording (
    text_key TEXT NOT NULL,
    texts @json NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at @instant NOT NULL,
    version @bigint NOT NULL,
    PRIMARY KEY (text_key)
)@table_end;

-- Every change: what stood before and after, who made it and who agreed. Only added to.
-- key: reference
CREATE TABLE wording_change (
    text_key TEXT NOT NULL,
    version @bigint NOT NULL,
    before_texts @json NOT NULL,
    after_texts @json NOT NULL,
    changed_by TEXT NOT NULL,
    agreed_by TEXT,
    changed_at @instant NOT NULL,
    PRIMARY KEY (text_key, version)
)@table_end;
