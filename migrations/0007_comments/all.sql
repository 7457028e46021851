-- Owner: features/stories. How a conversation is led: NULL means as the section says, and in a
-- section, open. slow_seconds counts only where the mode is slow.
ALTER TABLE stories ADD COLUMN conversation_mode BIGINT;
ALTER TABLE stories ADD COLUMN slow_seconds BIGINT NOT NULL DEFAULT 60;
ALTER TABLE sections ADD COLUMN conversation_mode BIGINT;
ALTER TABLE sections ADD COLUMN slow_seconds BIGINT NOT NULL DEFAULT 60;

-- Owner: features/comments. The passage a comment answers stands in its own columns and is drawn
-- above its words: quote_kind 0 none, 1 the story, 2 the comment quote_comment_id.
ALTER TABLE comments ADD COLUMN quote_kind BIGINT NOT NULL DEFAULT 0;
ALTER TABLE comments ADD COLUMN quote_comment_id BIGINT;
ALTER TABLE comments ADD COLUMN quote_exact TEXT NOT NULL DEFAULT '';
ALTER TABLE comments ADD COLUMN quote_prefix TEXT NOT NULL DEFAULT '';
ALTER TABLE comments ADD COLUMN quote_suffix TEXT NOT NULL DEFAULT '';
-- The exact rule that holds it, and the decision that was recorded last.
ALTER TABLE comments ADD COLUMN held_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE comments ADD COLUMN decision_id BIGINT;
-- Its author's first comment; one of a reader not yet known, until somebody has looked at it;
-- and whether a member of staff has let it stand (reports then never hold it by themselves).
ALTER TABLE comments ADD COLUMN is_first BIGINT NOT NULL DEFAULT 0;
ALTER TABLE comments ADD COLUMN by_new_reader BIGINT NOT NULL DEFAULT 0;
ALTER TABLE comments ADD COLUMN reviewed BIGINT NOT NULL DEFAULT 0;
-- Whether it has ever been seen: one that is approved for the first time is news.
ALTER TABLE comments ADD COLUMN was_shown BIGINT NOT NULL DEFAULT 1;
ALTER TABLE comments ADD COLUMN edit_count BIGINT NOT NULL DEFAULT 0;
-- Open reports, and when the first of them came.
ALTER TABLE comments ADD COLUMN report_count BIGINT NOT NULL DEFAULT 0;
ALTER TABLE comments ADD COLUMN reported_at_ms BIGINT NOT NULL DEFAULT 0;
-- When the words of a deleted or removed comment are to be erased, 0 for never.
ALTER TABLE comments ADD COLUMN erase_at_ms BIGINT NOT NULL DEFAULT 0;
-- Rates, profiles and a reader's own comments under a story, without a look at the rows.
CREATE INDEX comments_reader ON comments (reader_id, posted_at_ms, id, story_id);
CREATE INDEX comments_latest ON comments (story_id, posted_at_ms)
    WHERE listed = 1 AND state = 0;
CREATE INDEX comments_held ON comments (posted_at_ms, id) WHERE state = 1;
CREATE INDEX comments_reported ON comments (reported_at_ms, id) WHERE report_count > 0;
CREATE INDEX comments_new_readers ON comments (posted_at_ms, id) WHERE by_new_reader = 1;
CREATE INDEX comments_to_erase ON comments (erase_at_ms) WHERE erase_at_ms > 0;
CREATE INDEX comments_quoting ON comments (quote_comment_id) WHERE quote_comment_id IS NOT NULL;

-- What a comment said before each edit, and whether anybody could read that: what was held and then
-- changed is for moderators and its author alone.
CREATE TABLE comment_edits (
    comment_id BIGINT NOT NULL REFERENCES comments (id),
    version BIGINT NOT NULL,
    source TEXT NOT NULL,
    html TEXT NOT NULL,
    written_at_ms BIGINT NOT NULL,
    was_public BIGINT NOT NULL,
    PRIMARY KEY (comment_id, version)
);

CREATE TABLE comment_respects (
    comment_id BIGINT NOT NULL REFERENCES comments (id),
    reader_id BIGINT NOT NULL REFERENCES readers (id),
    story_id BIGINT NOT NULL,
    given_at_ms BIGINT NOT NULL,
    PRIMARY KEY (comment_id, reader_id)
);
CREATE INDEX comment_respects_reader ON comment_respects (reader_id, story_id, comment_id);

-- reader_id is NULL once its reader was erased; outcome 0 open, 1 upheld, 2 turned down,
-- 3 came to nothing because its author deleted the comment.
CREATE TABLE comment_reports (
    id BIGINT PRIMARY KEY,
    comment_id BIGINT NOT NULL REFERENCES comments (id),
    reader_id BIGINT REFERENCES readers (id),
    reason BIGINT NOT NULL,
    words TEXT NOT NULL,
    outcome BIGINT NOT NULL,
    reported_at_ms BIGINT NOT NULL,
    decided_at_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX comment_reports_once ON comment_reports (comment_id, reader_id);
CREATE INDEX comment_reports_reader ON comment_reports (reader_id, reported_at_ms, id);

-- Whom a comment names, so that an erased name can be taken out again.
CREATE TABLE comment_mentions (
    comment_id BIGINT NOT NULL REFERENCES comments (id),
    reader_id BIGINT NOT NULL REFERENCES readers (id),
    PRIMARY KEY (comment_id, reader_id)
);
CREATE INDEX comment_mentions_reader ON comment_mentions (reader_id, comment_id);

-- owner is "reader:ID", or "guest:" and the hash of a guest's draft key. parent_id 0: a thread.
CREATE TABLE comment_drafts (
    owner TEXT NOT NULL,
    story_id BIGINT NOT NULL REFERENCES stories (id),
    parent_id BIGINT NOT NULL,
    text TEXT NOT NULL,
    quote_kind BIGINT NOT NULL,
    quote_comment_id BIGINT,
    quote_exact TEXT NOT NULL,
    saved_at_ms BIGINT NOT NULL,
    PRIMARY KEY (owner, story_id, parent_id)
);
CREATE INDEX comment_drafts_saved ON comment_drafts (saved_at_ms);

-- Network addresses, sealed; kept apart so that erasing them touches nothing else.
CREATE TABLE comment_networks (
    comment_id BIGINT PRIMARY KEY REFERENCES comments (id),
    reader_id BIGINT NOT NULL,
    sealed TEXT NOT NULL,
    recorded_at_ms BIGINT NOT NULL
);
CREATE INDEX comment_networks_recorded ON comment_networks (recorded_at_ms);
CREATE INDEX comment_networks_reader ON comment_networks (reader_id);

-- The newsroom's rules of conversations that are numbers: "reports_to_hold".
CREATE TABLE conversation_rules (
    name TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);
