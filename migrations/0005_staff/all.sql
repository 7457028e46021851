-- Owner: features/staff. People of the desk. Their address, password, passkeys and sessions are
-- features/accounts' (owner_kind 1). totp_sealed is encrypted with a key outside the database.
CREATE TABLE staff (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    role BIGINT NOT NULL,
    state BIGINT NOT NULL,
    totp_sealed TEXT NOT NULL,
    totp_last_step BIGINT NOT NULL,
    reader_id BIGINT,
    created_at_ms BIGINT NOT NULL,
    changed_at_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX staff_reader ON staff (reader_id);

-- One open invitation a person; the link's hash only.
CREATE TABLE staff_invitations (
    staff_id BIGINT PRIMARY KEY REFERENCES staff (id),
    token_hash TEXT NOT NULL UNIQUE,
    mail TEXT NOT NULL,
    mail_key TEXT NOT NULL UNIQUE,
    expires_at_ms BIGINT NOT NULL
);

CREATE TABLE staff_recovery_codes (
    staff_id BIGINT NOT NULL REFERENCES staff (id),
    code_hash TEXT NOT NULL,
    PRIMARY KEY (staff_id, code_hash)
);
