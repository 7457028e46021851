-- Owner: features/readers. Readers get profiles. Two names with one name_key differ in case, spaces or
-- letters that look alike; two with one name_look are drawn alike as they stand ("Ida" and "lda").
-- Both are NULL for all but active readers, so that imported ones may share a name.
ALTER TABLE readers ADD COLUMN name_key TEXT;
ALTER TABLE readers ADD COLUMN name_look TEXT;
ALTER TABLE readers ADD COLUMN bio TEXT NOT NULL DEFAULT '';
ALTER TABLE readers ADD COLUMN picture_id BIGINT REFERENCES media (id);
ALTER TABLE readers ADD COLUMN public_parts BIGINT NOT NULL DEFAULT 15;
ALTER TABLE readers ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE readers ADD COLUMN staff_id BIGINT;
ALTER TABLE readers ADD COLUMN merged_into_id BIGINT;
ALTER TABLE readers ADD COLUMN rules_version TEXT NOT NULL DEFAULT '';
ALTER TABLE readers ADD COLUMN rules_accepted_at_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE readers ADD COLUMN minimum_age_confirmed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE readers ADD COLUMN age_confirmed_at_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE readers ADD COLUMN signed_up_at_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE readers ADD COLUMN name_changed_at_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE readers ADD COLUMN deletion_due_at_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE readers ADD COLUMN comment_count BIGINT NOT NULL DEFAULT 0;
ALTER TABLE readers ADD COLUMN approved_count BIGINT NOT NULL DEFAULT 0;
ALTER TABLE readers ADD COLUMN respect_received BIGINT NOT NULL DEFAULT 0;
ALTER TABLE readers ADD COLUMN supporter_since_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE readers ADD COLUMN shows_supporter BIGINT NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX readers_name_key ON readers (name_key);
CREATE UNIQUE INDEX readers_name_look ON readers (name_look);
CREATE INDEX readers_deletion ON readers (deletion_due_at_ms, id) WHERE deletion_due_at_ms > 0;
CREATE INDEX readers_merged ON readers (merged_into_id) WHERE merged_into_id IS NOT NULL;
CREATE INDEX readers_signed_up ON readers (signed_up_at_ms, id) WHERE signed_up_at_ms > 0;

-- Addresses that imports brought are compared in this form; the ones of before are close enough.
ALTER TABLE reader_mails ADD COLUMN mail_key TEXT NOT NULL DEFAULT '';
UPDATE reader_mails SET mail_key = lower(mail);
CREATE INDEX reader_mails_key ON reader_mails (mail_key, reader_id);

-- Who has been erased: outlives the reader's row, so that a restored copy of the past erases again.
CREATE TABLE erasures (
    reader_id BIGINT PRIMARY KEY,
    erased_at_ms BIGINT NOT NULL
);
CREATE INDEX erasures_time ON erasures (erased_at_ms, reader_id);
