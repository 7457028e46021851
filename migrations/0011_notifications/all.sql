-- Owner: features/notifications. How far the event log has been told to readers: one row, moved in
-- the transaction that holds what was made of the events. part_*: the event that is being told to
-- a large audience in stretches, which of its audiences, and the last reader of it who was told.
CREATE TABLE notification_cursor (
    id BIGINT PRIMARY KEY,
    position BIGINT NOT NULL,
    part_position BIGINT NOT NULL,
    part_audience BIGINT NOT NULL,
    part_after_reader BIGINT NOT NULL
);
-- What happened before there were notifications is news to nobody.
INSERT INTO notification_cursor (id, position, part_position, part_audience, part_after_reader)
SELECT 1, COALESCE(MAX(position), 0), 0, 0, 0
FROM event_log;

-- One thing that one reader is told. kind and target_id say what is told together; subject_kind 0 a
-- comment, 1 a story, 2 a reader, 3 a decision. shown: on the site; mail: owed by mail at once (1),
-- daily (2), weekly (3); push: owed by Web Push. No words are kept: they are read when shown.
CREATE TABLE notifications (
    id BIGINT PRIMARY KEY,
    reader_id BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    subject_kind BIGINT NOT NULL,
    subject_id BIGINT NOT NULL,
    actor_id BIGINT,
    story_id BIGINT,
    made_at_ms BIGINT NOT NULL,
    seen_at_ms BIGINT NOT NULL,
    shown BIGINT NOT NULL,
    mail BIGINT NOT NULL,
    push BIGINT NOT NULL
);
-- Nobody is told of one thing twice.
CREATE UNIQUE INDEX notifications_once ON notifications (reader_id, subject_kind, subject_id);
CREATE INDEX notifications_reader ON notifications (reader_id, made_at_ms, id);
CREATE INDEX notifications_unseen ON notifications (reader_id, kind, target_id, made_at_ms)
    WHERE seen_at_ms = 0;
CREATE INDEX notifications_mail ON notifications (reader_id, mail, made_at_ms) WHERE mail > 0;
CREATE INDEX notifications_push ON notifications (push, made_at_ms, id) WHERE push > 0;
CREATE INDEX notifications_made ON notifications (made_at_ms, id);
CREATE INDEX notifications_seen ON notifications (seen_at_ms, id) WHERE seen_at_ms > 0;
CREATE INDEX notifications_actor ON notifications (actor_id) WHERE actor_id IS NOT NULL;

-- By kind and channel. Without a row: on the site, no mail, no push.
CREATE TABLE notification_choices (
    reader_id BIGINT NOT NULL REFERENCES readers (id),
    kind BIGINT NOT NULL,
    on_site BIGINT NOT NULL,
    mail BIGINT NOT NULL,
    push BIGINT NOT NULL,
    PRIMARY KEY (reader_id, kind)
);

-- When a reader's next mail of each sort is due: one row, however much is owed by then.
CREATE TABLE notification_mails (
    reader_id BIGINT NOT NULL,
    mail BIGINT NOT NULL,
    due_at_ms BIGINT NOT NULL,
    PRIMARY KEY (reader_id, mail)
);
CREATE INDEX notification_mails_due ON notification_mails (due_at_ms, reader_id, mail);

-- Owner: core/db. Mails have a lane of their own (2) with several runners.
UPDATE job_queue
SET lane = 2
WHERE kind = 'mail.send';
