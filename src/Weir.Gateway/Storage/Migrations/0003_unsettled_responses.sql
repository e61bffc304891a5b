-- Responses that were still at work at their provider when their call ended. While a row is here, its call's usage_source is
-- 'pending'; the transaction that writes the usage takes the row away. Prices are those that held when the call was made.
CREATE TABLE unsettled_responses (
    call_id            TEXT NOT NULL PRIMARY KEY,
    tenant             TEXT NOT NULL,
    response_id        TEXT NOT NULL,
    started_at         BIGINT NOT NULL,
    expires_at         BIGINT NOT NULL,
    deployment         TEXT NOT NULL,
    request_bytes      BIGINT NOT NULL,
    price_version      TEXT,
    price_input        TEXT,
    price_output       TEXT,
    price_cached_input TEXT,
    next_ask_at        BIGINT NOT NULL,
    forgotten_at       BIGINT
) WITHOUT ROWID;

CREATE INDEX unsettled_responses_due ON unsettled_responses (next_ask_at);

CREATE INDEX unsettled_responses_by_response ON unsettled_responses (tenant, response_id);

-- When the usage of a call became known that was not known at its end; null for all others.
ALTER TABLE calls ADD COLUMN settled_at BIGINT;
