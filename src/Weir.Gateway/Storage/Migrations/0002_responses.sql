-- Answers of the responses API that clients may come back to. Texts are JSON, as it went over the wire.
CREATE TABLE responses (
    id          TEXT NOT NULL,
    tenant      TEXT NOT NULL,
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    previous_id TEXT,
    deployment  TEXT,
    input       TEXT NOT NULL,
    body        TEXT NOT NULL,
    PRIMARY KEY (tenant, id)
) WITHOUT ROWID;

CREATE INDEX responses_expiry ON responses (expires_at);
