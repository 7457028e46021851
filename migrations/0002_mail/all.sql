-- Owner: features/mail. What is to be sent, and what became of it. data holds what the template
-- says, sign-in links among it: it is emptied as soon as the mail is sent or given up. recipient
-- stays until the row is trimmed, so that a bounce can be matched.
CREATE TABLE outgoing_mails (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    reader_id BIGINT,
    data TEXT NOT NULL,
    state BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    reply_code BIGINT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    changed_at_ms BIGINT NOT NULL
);
CREATE INDEX outgoing_mails_ended ON outgoing_mails (changed_at_ms, id)
    WHERE state >= 2;
CREATE INDEX outgoing_mails_reader ON outgoing_mails (reader_id, id);

-- Addresses that a server has refused for good, in the form in which they are compared.
CREATE TABLE suppressed_addresses (
    mail_key TEXT PRIMARY KEY,
    reason BIGINT NOT NULL,
    since_at_ms BIGINT NOT NULL
);
CREATE INDEX suppressed_addresses_since ON suppressed_addresses (since_at_ms);

-- Owner: core/db. Jobs that wait for other people's servers are run beside the rest (lane 1), so
-- that a slow mail server delays nothing of our own.
ALTER TABLE job_queue ADD COLUMN lane BIGINT NOT NULL DEFAULT 0;
DROP INDEX job_queue_due;
CREATE INDEX job_queue_due ON job_queue (state, lane, run_at_ms, id);
