-- Owner: features/moderation. What the newsroom looks for: words, and mail domains.
CREATE TABLE moderation_rules (
    id BIGINT PRIMARY KEY,
    kind BIGINT NOT NULL,
    pattern TEXT NOT NULL,
    language TEXT NOT NULL,
    note TEXT NOT NULL,
    created_by BIGINT,
    created_at_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX moderation_rules_pattern ON moderation_rules (kind, pattern, language);

-- Similarity of recent comments' texts; the texts themselves are not needed and not here.
CREATE TABLE recent_fingerprints (
    comment_id BIGINT PRIMARY KEY,
    fingerprint BIGINT NOT NULL,
    posted_at_ms BIGINT NOT NULL
);
CREATE INDEX recent_fingerprints_age ON recent_fingerprints (posted_at_ms, comment_id);

-- target is "reader:ID", "mail:DOMAIN" or "network:KEYED HASH", never an address.
CREATE TABLE bans (
    id BIGINT PRIMARY KEY,
    kind BIGINT NOT NULL,
    target TEXT NOT NULL,
    reader_id BIGINT,
    ground TEXT NOT NULL,
    note TEXT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    until_at_ms BIGINT NOT NULL,
    staff_id BIGINT,
    lifted_at_ms BIGINT NOT NULL,
    lifted_by BIGINT
);
CREATE INDEX bans_target ON bans (target, lifted_at_ms, until_at_ms);
CREATE INDEX bans_newest ON bans (created_at_ms, id);

-- Statements of reasons. staff_id is NULL where no person decided.
CREATE TABLE decisions (
    id BIGINT PRIMARY KEY,
    subject BIGINT NOT NULL,
    comment_id BIGINT,
    reader_id BIGINT,
    story_id BIGINT,
    action BIGINT NOT NULL,
    staff_id BIGINT,
    found_by BIGINT NOT NULL,
    ground TEXT NOT NULL,
    until_at_ms BIGINT NOT NULL,
    created_at_ms BIGINT NOT NULL
);
CREATE INDEX decisions_reader ON decisions (reader_id, created_at_ms, id);
CREATE INDEX decisions_comment ON decisions (comment_id, created_at_ms, id);

-- What can be erased of a decision without losing the decision.
CREATE TABLE decision_texts (
    decision_id BIGINT PRIMARY KEY REFERENCES decisions (id),
    facts TEXT NOT NULL,
    words TEXT NOT NULL,
    place TEXT NOT NULL
);

-- Counted when decided, so that erasures change no published figure. month is 202611.
CREATE TABLE decision_totals (
    month BIGINT NOT NULL,
    action BIGINT NOT NULL,
    automated BIGINT NOT NULL,
    total BIGINT NOT NULL,
    PRIMARY KEY (month, action, automated)
);

-- Readers' requests to have a decision looked at again, by somebody else.
CREATE TABLE reviews (
    id BIGINT PRIMARY KEY,
    decision_id BIGINT NOT NULL UNIQUE REFERENCES decisions (id),
    reader_id BIGINT NOT NULL,
    state BIGINT NOT NULL,
    asked_at_ms BIGINT NOT NULL,
    answered_at_ms BIGINT NOT NULL,
    staff_id BIGINT
);
CREATE INDEX reviews_waiting ON reviews (state, asked_at_ms, id);
CREATE INDEX reviews_reader ON reviews (reader_id, id);

CREATE TABLE review_texts (
    review_id BIGINT PRIMARY KEY REFERENCES reviews (id),
    words TEXT NOT NULL,
    answer TEXT NOT NULL
);

-- Notices of illegal content, by anyone. network_key is emptied after thirty days.
CREATE TABLE notices (
    id BIGINT PRIMARY KEY,
    comment_id BIGINT,
    story_id BIGINT,
    state BIGINT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    decided_at_ms BIGINT NOT NULL,
    staff_id BIGINT,
    network_key TEXT NOT NULL
);
CREATE INDEX notices_waiting ON notices (state, created_at_ms, id);
CREATE INDEX notices_network ON notices (network_key, created_at_ms);

CREATE TABLE notice_texts (
    notice_id BIGINT PRIMARY KEY REFERENCES notices (id),
    place TEXT NOT NULL,
    why TEXT NOT NULL,
    name TEXT NOT NULL,
    mail TEXT NOT NULL,
    answer TEXT NOT NULL
);
