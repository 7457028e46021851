-- Owner: core/db. AUTOINCREMENT, so that a position is never given twice, even after trimming.
CREATE TABLE event_log (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    story_id BIGINT NOT NULL,
    happened_at_ms BIGINT NOT NULL
);
