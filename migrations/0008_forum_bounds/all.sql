-- Owner: features/accounts. A sign-in that is under way ends when its owner's credentials change:
-- position is that of the last change in the order of commits, begun_position that of the flow.
-- owner_id of a flow: whose address it was when the flow began, 0 for nobody's.
CREATE TABLE credential_changes (
    owner_kind BIGINT NOT NULL,
    owner_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (owner_kind, owner_id)
);
ALTER TABLE sign_in_flows ADD COLUMN owner_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sign_in_flows ADD COLUMN begun_position BIGINT NOT NULL DEFAULT 0;
ALTER TABLE oidc_flows ADD COLUMN begun_position BIGINT NOT NULL DEFAULT 0;

-- Owner: features/comments. Which network a guest's draft came from, as a keyed hash: what one
-- network, and all together, may keep is bounded. Empty for readers' drafts.
ALTER TABLE comment_drafts ADD COLUMN network_key TEXT NOT NULL DEFAULT '';
CREATE INDEX comment_drafts_network ON comment_drafts (network_key, saved_at_ms)
    WHERE network_key <> '';
CREATE INDEX comment_drafts_guests ON comment_drafts (saved_at_ms) WHERE network_key <> '';

-- What an import brought as held or spam was taken for shown: whoever approves it now sees it for
-- the first time. What was held here names the rule that holds it.
UPDATE comments
SET was_shown = 0
WHERE state IN (1, 4)
  AND held_reason = ''
  AND was_shown = 1;

-- Owner: features/readers. Imports did not count for their readers; the counters are what the rows
-- say. Erased and merged readers have none.
UPDATE readers
SET comment_count = (
        SELECT COUNT(*) FROM comments c WHERE c.reader_id = readers.id AND c.state = 0
    ),
    approved_count = (
        SELECT COUNT(*)
        FROM comments c
        WHERE c.reader_id = readers.id
          AND c.was_shown = 1
          AND c.state <> 2
    ),
    respect_received = (
        SELECT COALESCE(SUM(c.respect_count), 0) FROM comments c WHERE c.reader_id = readers.id
    )
WHERE state IN (0, 1);

-- Owner: features/moderation. The words of a decision have an age of their own, so that those past
-- their time are found without looking at all decisions there ever were.
ALTER TABLE decision_texts ADD COLUMN written_at_ms BIGINT NOT NULL DEFAULT 0;
UPDATE decision_texts
SET written_at_ms = (
        SELECT d.created_at_ms FROM decisions d WHERE d.id = decision_texts.decision_id
    );
CREATE INDEX decision_texts_age ON decision_texts (written_at_ms, decision_id);
CREATE INDEX bans_noted ON bans (created_at_ms) WHERE note <> '';
CREATE INDEX bans_reader ON bans (reader_id) WHERE reader_id IS NOT NULL;
