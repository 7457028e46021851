-- Owner: core/db. What happened to one story after a position: a live stream that resumes asks for
-- it, and must not walk through what happened to all others meanwhile.
CREATE INDEX event_log_story ON event_log (story_id, position) WHERE story_id > 0;
