-- The ledger and the virtual keys. Times are microseconds: since the Unix epoch in *_at, since the call's start in *_us.
-- Costs are exact decimal text: SQLite has no exact decimal type, and binary floating point would lose cents.

CREATE TABLE schema_versions (
    version    BIGINT NOT NULL PRIMARY KEY,
    name       TEXT NOT NULL,
    applied_at BIGINT NOT NULL
);

-- WITHOUT ROWID (SQLite only): one b-tree instead of a table and an index, and ids that are ordered by time go to its right
-- edge. No further index: reports walk the ids backwards from now, and every index would cost each call a second insert.
CREATE TABLE calls (
    id                  TEXT NOT NULL PRIMARY KEY,
    started_at          BIGINT NOT NULL,
    endpoint            TEXT NOT NULL,
    release             TEXT NOT NULL,
    tenant              TEXT,
    feature             TEXT,
    key_id              TEXT,
    end_user            TEXT,
    session             TEXT,
    tags                TEXT,
    client_request_id   TEXT,
    model_asked         TEXT,
    model_answered      TEXT,
    deployment          TEXT,
    streamed            SMALLINT NOT NULL,
    outcome             TEXT NOT NULL,
    status              BIGINT NOT NULL,
    error_code          TEXT,
    finish_reason       TEXT,
    first_byte_us       BIGINT,
    first_token_us      BIGINT,
    duration_us         BIGINT NOT NULL,
    input_tokens        BIGINT NOT NULL,
    output_tokens       BIGINT NOT NULL,
    cached_input_tokens BIGINT NOT NULL,
    cache_write_tokens  BIGINT NOT NULL,
    reasoning_tokens    BIGINT NOT NULL,
    audio_input_tokens  BIGINT NOT NULL,
    audio_output_tokens BIGINT NOT NULL,
    usage_source        TEXT NOT NULL,
    cost                TEXT
-- [sqlite]
) WITHOUT ROWID;
-- [postgres] By day: an identifier begins with its time, so that a day is a range of them. Each of these is made when it is needed.
) PARTITION BY RANGE (id);

-- Nothing that Weir writes: its identifiers begin with 0 until the year 3084.
CREATE TABLE calls_others PARTITION OF calls FOR VALUES FROM ('8') TO (MAXVALUE);
-- [end]

-- No foreign key to calls: both are written in one transaction by one writer, and the check would cost each attempt a lookup.
CREATE TABLE attempts (
    call_id             TEXT NOT NULL,
    number              BIGINT NOT NULL,
    deployment          TEXT NOT NULL,
    provider            TEXT NOT NULL,
    model_sent          TEXT NOT NULL,
    started_us          BIGINT NOT NULL,
    model_answered      TEXT,
    outcome             TEXT NOT NULL,
    status              BIGINT,
    error_code          TEXT,
    upstream_request_id TEXT,
    first_byte_us       BIGINT,
    first_token_us      BIGINT,
    ended_us            BIGINT NOT NULL,
    input_tokens        BIGINT NOT NULL,
    output_tokens       BIGINT NOT NULL,
    cached_input_tokens BIGINT NOT NULL,
    cache_write_tokens  BIGINT NOT NULL,
    reasoning_tokens    BIGINT NOT NULL,
    audio_input_tokens  BIGINT NOT NULL,
    audio_output_tokens BIGINT NOT NULL,
    usage_source        TEXT NOT NULL,
    cost                TEXT,
    price_version       TEXT,
    PRIMARY KEY (call_id, number)
-- [sqlite]
) WITHOUT ROWID;
-- [postgres] As calls are.
) PARTITION BY RANGE (call_id);

CREATE TABLE attempts_others PARTITION OF attempts FOR VALUES FROM ('8') TO (MAXVALUE);
-- [end]

CREATE TABLE keys (
    id         TEXT NOT NULL PRIMARY KEY,
    name       TEXT NOT NULL,
    hash       TEXT NOT NULL UNIQUE,
    tenant     TEXT NOT NULL,
    feature    TEXT,
    models     TEXT,
    created_at BIGINT NOT NULL,
    created_by TEXT,
    revoked_at BIGINT
);

-- A name may be used again once its key is revoked.
CREATE UNIQUE INDEX keys_active_name ON keys (name) WHERE revoked_at IS NULL;

-- One row, raised by every change of keys, so that gateways learn of a change without reading all keys.
CREATE TABLE keys_revision (
    number BIGINT NOT NULL
);

INSERT INTO keys_revision (number) VALUES (1);
