-- A server of before this opens sessions without a root while others are upgraded; such a session is its own.
DROP INDEX session_root;
CREATE INDEX session_root ON session (account_id, (COALESCE(root_id, session_id)));

-- For the operator who asks what a site was told.
CREATE INDEX site_logout_site ON site_logout (relying_party_id, created_at);

-- When an API key of the dialect of ESIA was used for the first time.
ALTER TABLE esia_api_key ADD COLUMN used_at @instant;

-- For two accounts that become one.
CREATE INDEX esia_api_key_person ON esia_api_key (person_id);

-- site_registration.invitation_id is written no longer. It goes in a later file, once no server of before this is left.
