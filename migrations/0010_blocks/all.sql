-- Owner: features/readers. A block counts in both directions and a mute for its reader alone, so
-- only blocks are also looked up from the other end.
CREATE TABLE reader_blocks (
    reader_id BIGINT NOT NULL REFERENCES readers (id),
    blocked_id BIGINT NOT NULL REFERENCES readers (id),
    blocked_at_ms BIGINT NOT NULL,
    PRIMARY KEY (reader_id, blocked_id)
);
CREATE INDEX reader_blocks_blocked ON reader_blocks (blocked_id, reader_id);
CREATE INDEX reader_blocks_newest ON reader_blocks (reader_id, blocked_at_ms, blocked_id);

CREATE TABLE reader_mutes (
    reader_id BIGINT NOT NULL REFERENCES readers (id),
    muted_id BIGINT NOT NULL REFERENCES readers (id),
    muted_at_ms BIGINT NOT NULL,
    PRIMARY KEY (reader_id, muted_id)
);
CREATE INDEX reader_mutes_muted ON reader_mutes (muted_id);
CREATE INDEX reader_mutes_newest ON reader_mutes (reader_id, muted_at_ms, muted_id);
