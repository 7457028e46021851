-- Owner: features/follows. Who follows what: kind 0 a reader, 1 a thread (its top-level comment),
-- 2 a story, 3 an author, 4 a section, 5 a topic. There is no inbox: a page of the new is read from
-- the comments themselves.
CREATE TABLE follows (
    id BIGINT PRIMARY KEY,
    reader_id BIGINT NOT NULL REFERENCES readers (id),
    kind BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    followed_at_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX follows_once ON follows (reader_id, kind, target_id);
-- All followers of a thing in stretches, and the newest first for who looks at them.
CREATE INDEX follows_followers ON follows (kind, target_id, reader_id);
CREATE INDEX follows_newest ON follows (kind, target_id, followed_at_ms, id);
CREATE INDEX follows_reader ON follows (reader_id, followed_at_ms, id);

-- How far a reader has seen what they follow: everything up to this comment.
CREATE TABLE following_marks (
    reader_id BIGINT PRIMARY KEY REFERENCES readers (id),
    posted_at_ms BIGINT NOT NULL,
    comment_id BIGINT NOT NULL
);

-- The secret address of a reader's own feed; the hash only.
CREATE TABLE following_feeds (
    reader_id BIGINT PRIMARY KEY REFERENCES readers (id),
    token_hash TEXT NOT NULL UNIQUE,
    created_at_ms BIGINT NOT NULL
);

-- Owner: features/comments. The newest of a story in the order of pages, also where two were posted
-- in one millisecond.
DROP INDEX comments_latest;
CREATE INDEX comments_latest ON comments (story_id, posted_at_ms, id)
    WHERE listed = 1 AND state = 0;
