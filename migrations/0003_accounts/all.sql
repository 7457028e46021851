-- Owner: features/accounts. Who may sign in, and how. An owner is a reader (owner_kind 0) or a
-- member of staff (1); this room knows them by number alone.
-- One proven address an owner. mail is as its owner writes it, mail_key what is compared,
-- alias_key the same without plus tags and dots: it serves against abuse only.
CREATE TABLE account_mails (
    owner_kind BIGINT NOT NULL,
    owner_id BIGINT NOT NULL,
    mail TEXT NOT NULL,
    mail_key TEXT NOT NULL,
    alias_key TEXT NOT NULL,
    proven_at_ms BIGINT NOT NULL,
    PRIMARY KEY (owner_kind, owner_id)
);
CREATE UNIQUE INDEX account_mails_key ON account_mails (owner_kind, mail_key);
CREATE INDEX account_mails_alias ON account_mails (owner_kind, alias_key);

CREATE TABLE passwords (
    owner_kind BIGINT NOT NULL,
    owner_id BIGINT NOT NULL,
    hash TEXT NOT NULL,
    changed_at_ms BIGINT NOT NULL,
    PRIMARY KEY (owner_kind, owner_id)
);

CREATE TABLE passkeys (
    id BIGINT PRIMARY KEY,
    owner_kind BIGINT NOT NULL,
    owner_id BIGINT NOT NULL,
    credential_id TEXT NOT NULL UNIQUE,
    public_key TEXT NOT NULL,
    algorithm BIGINT NOT NULL,
    sign_count BIGINT NOT NULL,
    name TEXT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    used_at_ms BIGINT NOT NULL
);
CREATE INDEX passkeys_owner ON passkeys (owner_kind, owner_id, id);

CREATE TABLE passkey_challenges (
    challenge_hash TEXT PRIMARY KEY,
    purpose BIGINT NOT NULL,
    owner_kind BIGINT NOT NULL,
    owner_id BIGINT NOT NULL,
    expires_at_ms BIGINT NOT NULL
);
CREATE INDEX passkey_challenges_expiry ON passkey_challenges (expires_at_ms);

-- Accounts at OpenID Connect providers.
CREATE TABLE identities (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    owner_kind BIGINT NOT NULL,
    owner_id BIGINT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject, owner_kind)
);
CREATE INDEX identities_owner ON identities (owner_kind, owner_id);

-- A reader on the way to a provider and back: ten minutes, one use.
CREATE TABLE oidc_flows (
    state_hash TEXT PRIMARY KEY,
    key_hash TEXT NOT NULL,
    provider TEXT NOT NULL,
    nonce TEXT NOT NULL,
    verifier TEXT NOT NULL,
    return_to TEXT NOT NULL,
    reader_id BIGINT NOT NULL,
    expires_at_ms BIGINT NOT NULL
);
CREATE INDEX oidc_flows_expiry ON oidc_flows (expires_at_ms);

-- Proving an address by mail. Hashes only: neither link, code nor cookie can be had from a copy of
-- the database. The code's hash is keyed with the cookie's key, which is nowhere stored.
CREATE TABLE sign_in_flows (
    id BIGINT PRIMARY KEY,
    key_hash TEXT NOT NULL UNIQUE,
    link_hash TEXT NOT NULL UNIQUE,
    code_hash TEXT NOT NULL,
    owner_kind BIGINT NOT NULL,
    mail TEXT NOT NULL,
    state BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    return_to TEXT NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    suggested_name TEXT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    expires_at_ms BIGINT NOT NULL
);
CREATE INDEX sign_in_flows_expiry ON sign_in_flows (expires_at_ms);

-- A change of address waits until both ends have confirmed it. An end that need not confirm carries
-- the time of the request.
CREATE TABLE mail_changes (
    id BIGINT PRIMARY KEY,
    owner_kind BIGINT NOT NULL,
    owner_id BIGINT NOT NULL,
    new_mail TEXT NOT NULL,
    key_hash TEXT NOT NULL,
    old_link_hash TEXT NOT NULL UNIQUE,
    old_code_hash TEXT NOT NULL,
    old_confirmed_at_ms BIGINT NOT NULL,
    new_link_hash TEXT NOT NULL UNIQUE,
    new_code_hash TEXT NOT NULL,
    new_confirmed_at_ms BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    expires_at_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX mail_changes_owner ON mail_changes (owner_kind, owner_id);
CREATE INDEX mail_changes_key ON mail_changes (key_hash);
CREATE INDEX mail_changes_expiry ON mail_changes (expires_at_ms);

-- proved_at_ms: when a credential was last shown. sealed_network is encrypted and erased early.
CREATE TABLE sessions (
    id BIGINT PRIMARY KEY,
    owner_kind BIGINT NOT NULL,
    owner_id BIGINT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    device TEXT NOT NULL,
    sealed_network TEXT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    seen_at_ms BIGINT NOT NULL,
    proved_at_ms BIGINT NOT NULL,
    expires_at_ms BIGINT NOT NULL
);
CREATE INDEX sessions_owner ON sessions (owner_kind, owner_id, seen_at_ms);
CREATE INDEX sessions_expiry ON sessions (expires_at_ms);
CREATE INDEX sessions_network ON sessions (created_at_ms) WHERE sealed_network <> '';

-- What has been used of a limit. The key is a hash: of an address, an account, a network.
CREATE TABLE allowances (
    allowance_key TEXT PRIMARY KEY,
    used BIGINT NOT NULL,
    ends_at_ms BIGINT NOT NULL
);
CREATE INDEX allowances_end ON allowances (ends_at_ms);
