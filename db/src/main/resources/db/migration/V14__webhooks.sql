CREATE TABLE webhook (
    id         uuid        PRIMARY KEY,
    project_id uuid        NOT NULL REFERENCES project,
    url        text        NOT NULL,
    events     text[]      NOT NULL CHECK (cardinality(events) > 0),
    secret     text        NOT NULL,
    disabled   text,
    archived   boolean     NOT NULL,
    created_by text        NOT NULL,
    created_at timestamptz NOT NULL
);
COMMENT ON TABLE webhook IS 'Addresses that are told what happens in a project.';
COMMENT ON COLUMN webhook.secret IS 'What deliveries are signed with, so it has to be known here.';
COMMENT ON COLUMN webhook.disabled IS 'Why nothing is sent, null while something is.';
CREATE INDEX webhook_of_project ON webhook (project_id, created_at, id) WHERE NOT archived;
CREATE TRIGGER kept BEFORE DELETE ON webhook
    FOR EACH ROW EXECUTE FUNCTION refuse_change('webhooks are archived; their deliveries point at them');

CREATE TABLE webhook_delivery (
    id         uuid        PRIMARY KEY,
    webhook_id uuid        NOT NULL REFERENCES webhook,
    event      jsonb       NOT NULL CHECK (event ? 'format'),
    state      text        NOT NULL CHECK (state IN ('pending', 'delivered', 'failed')),
    tries      int         NOT NULL CHECK (tries >= 0),
    status     int,
    problem    text,
    tried_at   timestamptz,
    created_at timestamptz NOT NULL
);
COMMENT ON TABLE webhook_delivery IS 'Events on their way to webhooks, and the log of those that have been sent; old ones are forgotten.';
CREATE INDEX webhook_delivery_of_webhook ON webhook_delivery (webhook_id, created_at DESC, id DESC);
CREATE INDEX webhook_delivery_of_time ON webhook_delivery (created_at) WHERE state <> 'pending';

CREATE TABLE webhook_queue (LIKE inference_queue_cpu INCLUDING ALL);
COMMENT ON TABLE webhook_queue IS 'Deliveries that are to be sent, in the form that db-scheduler 16 wants.';
COMMENT ON COLUMN webhook_queue.task_instance IS 'Id of the delivery.';
