CREATE TABLE worker (
    id         uuid        PRIMARY KEY,
    name       text        NOT NULL,
    devices    jsonb       NOT NULL CHECK (devices ? 'format'),
    engine     text        NOT NULL,
    started_at timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL
);
COMMENT ON TABLE worker IS 'Nodes that work on queued runs, as they tell of themselves every few seconds.';
COMMENT ON COLUMN worker.seen_at IS 'By the database''s clock.';
CREATE INDEX worker_seen ON worker (seen_at);
