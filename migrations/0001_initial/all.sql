-- Owner: core/db.
CREATE TABLE node_state (
    node BIGINT PRIMARY KEY,
    id_high_water BIGINT NOT NULL
);

CREATE TABLE job_queue (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    run_at_ms BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    state BIGINT NOT NULL,
    last_error TEXT
);
CREATE INDEX job_queue_due ON job_queue (state, run_at_ms, id);

-- Owner: features/settings. Names and wording of the newsroom; the operator's keys are in a file.
CREATE TABLE newsroom_settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    changed_at_ms BIGINT NOT NULL
);

-- Owner: features/media. One row a file under the media folder.
CREATE TABLE media (
    id BIGINT PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    mime TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    size_bytes BIGINT NOT NULL,
    alt TEXT NOT NULL,
    caption_html TEXT NOT NULL,
    credit TEXT NOT NULL,
    source_url TEXT NOT NULL,
    created_at_ms BIGINT NOT NULL
);
CREATE INDEX media_source_url ON media (source_url);

-- Owner: features/redirects. Addresses of an earlier site, so that no link dies.
CREATE TABLE redirects (
    path TEXT PRIMARY KEY,
    target TEXT NOT NULL,
    created_at_ms BIGINT NOT NULL
);

-- Owner: features/stories.
CREATE TABLE authors (
    id BIGINT PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    bio TEXT NOT NULL,
    picture_id BIGINT REFERENCES media (id),
    mail TEXT NOT NULL,
    created_at_ms BIGINT NOT NULL
);

CREATE TABLE sections (
    id BIGINT PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    place BIGINT NOT NULL
);

CREATE TABLE topics (
    id BIGINT PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    description TEXT NOT NULL
);

CREATE TABLE stories (
    id BIGINT PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    kind BIGINT NOT NULL,
    state BIGINT NOT NULL,
    headline TEXT NOT NULL,
    standfirst TEXT NOT NULL,
    excerpt TEXT NOT NULL,
    language TEXT NOT NULL,
    direction TEXT NOT NULL,
    section_id BIGINT REFERENCES sections (id),
    lead_media_id BIGINT REFERENCES media (id),
    lead_picture_url TEXT NOT NULL,
    lead_picture_alt TEXT NOT NULL,
    lead_picture_caption_html TEXT NOT NULL,
    lead_picture_credit TEXT NOT NULL,
    reading_minutes BIGINT NOT NULL,
    word_count BIGINT NOT NULL,
    featured BIGINT NOT NULL,
    developing BIGINT NOT NULL,
    comments_open BIGINT NOT NULL,
    comment_count BIGINT NOT NULL,
    thread_count BIGINT NOT NULL,
    last_comment_at_ms BIGINT NOT NULL,
    published_at_ms BIGINT NOT NULL,
    updated_at_ms BIGINT NOT NULL,
    created_at_ms BIGINT NOT NULL
);
CREATE INDEX stories_river ON stories (kind, state, published_at_ms, id);
CREATE INDEX stories_section ON stories (section_id, kind, state, published_at_ms, id);
CREATE INDEX stories_featured ON stories (published_at_ms, id)
    WHERE kind = 0 AND state = 2 AND featured = 1;
CREATE INDEX stories_developing ON stories (published_at_ms, id)
    WHERE kind = 0 AND state = 2 AND developing = 1;
CREATE INDEX stories_discussed ON stories (kind, state, last_comment_at_ms);

-- Bodies stand apart so that lists never read past them.
CREATE TABLE story_bodies (
    story_id BIGINT PRIMARY KEY REFERENCES stories (id),
    source TEXT NOT NULL,
    source_format BIGINT NOT NULL,
    html TEXT NOT NULL,
    html_version BIGINT NOT NULL
);

-- published_at_ms is 0 where the story is not public: an author's or topic's page is then one
-- range of one index, however many stories there are.
CREATE TABLE story_authors (
    story_id BIGINT NOT NULL REFERENCES stories (id),
    author_id BIGINT NOT NULL REFERENCES authors (id),
    place BIGINT NOT NULL,
    published_at_ms BIGINT NOT NULL,
    PRIMARY KEY (story_id, author_id)
);
CREATE INDEX story_authors_river ON story_authors (author_id, published_at_ms, story_id);

CREATE TABLE story_topics (
    story_id BIGINT NOT NULL REFERENCES stories (id),
    topic_id BIGINT NOT NULL REFERENCES topics (id),
    place BIGINT NOT NULL,
    published_at_ms BIGINT NOT NULL,
    PRIMARY KEY (story_id, topic_id)
);
CREATE INDEX story_topics_river ON story_topics (topic_id, published_at_ms, story_id);

-- Owner: features/readers. An imported commenter is a reader nobody has claimed yet.
CREATE TABLE readers (
    id BIGINT PRIMARY KEY,
    display_name TEXT NOT NULL,
    state BIGINT NOT NULL,
    author_id BIGINT REFERENCES authors (id),
    created_at_ms BIGINT NOT NULL
);

-- Addresses stand apart from what pages show: they are for claiming an account, nothing else.
CREATE TABLE reader_mails (
    reader_id BIGINT PRIMARY KEY REFERENCES readers (id),
    mail TEXT NOT NULL
);
CREATE INDEX reader_mails_mail ON reader_mails (mail);

-- Owner: features/comments. thread_id is the top-level comment's id, its own for a thread.
-- listed is 1 where the page shows the comment or, for the sake of its replies, its tombstone.
CREATE TABLE comments (
    id BIGINT PRIMARY KEY,
    story_id BIGINT NOT NULL REFERENCES stories (id),
    reader_id BIGINT NOT NULL REFERENCES readers (id),
    parent_id BIGINT,
    thread_id BIGINT NOT NULL,
    depth BIGINT NOT NULL,
    state BIGINT NOT NULL,
    listed BIGINT NOT NULL,
    featured BIGINT NOT NULL,
    respect_count BIGINT NOT NULL,
    reply_count BIGINT NOT NULL,
    posted_at_ms BIGINT NOT NULL,
    edited_at_ms BIGINT NOT NULL,
    submission_key TEXT,
    source TEXT NOT NULL,
    source_format BIGINT NOT NULL,
    html TEXT NOT NULL,
    html_version BIGINT NOT NULL
);
CREATE UNIQUE INDEX comments_submission ON comments (reader_id, submission_key);
CREATE INDEX comments_thread ON comments (thread_id, listed, posted_at_ms, id, parent_id);
CREATE INDEX comments_newest ON comments (story_id, posted_at_ms, id)
    WHERE parent_id IS NULL AND listed = 1;
CREATE INDEX comments_respect ON comments (story_id, respect_count, posted_at_ms, id)
    WHERE parent_id IS NULL AND listed = 1;
CREATE INDEX comments_replies ON comments (story_id, reply_count, posted_at_ms, id)
    WHERE parent_id IS NULL AND listed = 1;
CREATE INDEX comments_story ON comments (story_id, id);

-- Owner: surfaces/transfer. Which of our rows stands for which of theirs. fingerprint is of our row
-- as the import wrote it: where the row now differs, somebody changed it here and it is kept.
CREATE TABLE foreign_ids (
    site TEXT NOT NULL,
    kind TEXT NOT NULL,
    foreign_id TEXT NOT NULL,
    id BIGINT NOT NULL,
    fingerprint TEXT NOT NULL,
    run_id BIGINT NOT NULL,
    PRIMARY KEY (site, kind, foreign_id)
);
CREATE INDEX foreign_ids_run ON foreign_ids (site, kind, run_id);

CREATE TABLE import_runs (
    id BIGINT PRIMARY KEY,
    site TEXT NOT NULL,
    started_at_ms BIGINT NOT NULL,
    finished_at_ms BIGINT NOT NULL,
    report TEXT NOT NULL
);
