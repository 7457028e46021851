-- Owner: features/notifications. The browsers in which readers want to be told by Web Push. Whoever
-- knows an endpoint may write to that browser, so place and keys are sealed; endpoint_hash finds
-- them again. A subscription ends with the session in which it was made, however that ends: hence
-- the cascade. delivered_at_ms 0: never yet; failures: since then.
CREATE TABLE push_subscriptions (
    id BIGINT PRIMARY KEY,
    endpoint_hash TEXT NOT NULL UNIQUE,
    reader_id BIGINT NOT NULL REFERENCES readers (id),
    session_id BIGINT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    sealed TEXT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    delivered_at_ms BIGINT NOT NULL,
    failures BIGINT NOT NULL
);
CREATE INDEX push_subscriptions_reader ON push_subscriptions (reader_id, created_at_ms, id);
CREATE INDEX push_subscriptions_session ON push_subscriptions (session_id);
