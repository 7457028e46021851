-- Owner: core/db. The transaction id orders commits; see docs/decisions on event positions.
CREATE TABLE event_log (
    position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    story_id BIGINT NOT NULL,
    happened_at_ms BIGINT NOT NULL
);
