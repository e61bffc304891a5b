-- Whom and what calls were for, and sums of what they cost, kept beside the rows so that a report need not read them all.

ALTER TABLE calls ADD COLUMN origin TEXT NOT NULL DEFAULT 'interactive';
ALTER TABLE calls ADD COLUMN region TEXT;
ALTER TABLE calls ADD COLUMN prompt TEXT;
ALTER TABLE calls ADD COLUMN saved TEXT;

ALTER TABLE attempts ADD COLUMN origin TEXT NOT NULL DEFAULT 'interactive';
ALTER TABLE attempts ADD COLUMN region TEXT;
ALTER TABLE attempts ADD COLUMN saved TEXT;

UPDATE attempts SET origin = CASE WHEN hedge = 1 THEN 'hedge' ELSE 'retry' END WHERE hedge = 1 OR number > 1;

-- What all calls with a key are made for that names it; null leaves it to the caller.
ALTER TABLE keys ADD COLUMN origin TEXT;

-- Sums of attempts, and of the calls that ended with them, by everything that has few values. '' stands for what a row does not
-- say: null would make every row of a key another one.
CREATE TABLE cost_hours (
    hour                    BIGINT NOT NULL,
    tenant                  TEXT NOT NULL,
    feature                 TEXT NOT NULL,
    key_id                  TEXT NOT NULL,
    origin                  TEXT NOT NULL,
    model_asked             TEXT NOT NULL,
    model_answered          TEXT NOT NULL,
    deployment              TEXT NOT NULL,
    provider                TEXT NOT NULL,
    region                  TEXT NOT NULL,
    release                 TEXT NOT NULL,
    result                  TEXT NOT NULL,
    calls                   BIGINT NOT NULL,
    attempts                BIGINT NOT NULL,
    input_tokens            BIGINT NOT NULL,
    output_tokens           BIGINT NOT NULL,
    cached_input_tokens     BIGINT NOT NULL,
    cache_write_tokens      BIGINT NOT NULL,
    reasoning_tokens        BIGINT NOT NULL,
    audio_input_tokens      BIGINT NOT NULL,
    audio_output_tokens     BIGINT NOT NULL,
    cache_write_hour_tokens BIGINT NOT NULL,
    cached_audio_tokens     BIGINT NOT NULL,
    image_input_tokens      BIGINT NOT NULL,
    cached_image_tokens     BIGINT NOT NULL,
    image_output_tokens     BIGINT NOT NULL,
    images                  BIGINT NOT NULL,
    audio_us                BIGINT NOT NULL,
    web_searches            BIGINT NOT NULL,
    other_model_tokens      BIGINT NOT NULL,
    uncosted                BIGINT NOT NULL,
    estimated               BIGINT NOT NULL,
    cost                    TEXT NOT NULL,
    saved                   TEXT NOT NULL,
    PRIMARY KEY (hour, tenant, feature, key_id, origin, model_asked, model_answered, deployment, provider, region, release, result)
) WITHOUT ROWID;

-- Sums by what has many values: users, sessions, tags and prompts.
CREATE TABLE cost_values (
    grain               TEXT NOT NULL,
    start               BIGINT NOT NULL,
    dimension           TEXT NOT NULL,
    value               TEXT NOT NULL,
    tenant              TEXT NOT NULL,
    feature             TEXT NOT NULL,
    model_asked         TEXT NOT NULL,
    calls               BIGINT NOT NULL,
    attempts            BIGINT NOT NULL,
    input_tokens        BIGINT NOT NULL,
    output_tokens       BIGINT NOT NULL,
    cached_input_tokens BIGINT NOT NULL,
    uncosted            BIGINT NOT NULL,
    cost                TEXT NOT NULL,
    saved               TEXT NOT NULL,
    PRIMARY KEY (grain, start, dimension, value, tenant, feature, model_asked)
) WITHOUT ROWID;

-- Each attempt with what its call says, and each call without attempts: what the sums are made of. A call is counted where it
-- ended: at its last attempt that was not overtaken by another one.
CREATE VIEW cost_items AS
SELECT c.id AS call_id, c.started_at,
    coalesce(c.tenant, '') AS tenant, coalesce(c.feature, '') AS feature, coalesce(c.key_id, '') AS key_id,
    coalesce(c.end_user, '') AS end_user, coalesce(c.session, '') AS session, coalesce(c.tags, '') AS tags, coalesce(c.prompt, '') AS prompt,
    coalesce(a.origin, c.origin) AS origin, coalesce(c.model_asked, '') AS model_asked,
    coalesce(CASE WHEN a.number IS NULL THEN c.model_answered ELSE a.model_answered END, '') AS model_answered,
    coalesce(a.deployment, c.deployment, '') AS deployment, coalesce(a.provider, '') AS provider,
    coalesce(CASE WHEN a.number IS NULL THEN c.region ELSE a.region END, '') AS region, c.release,
    CASE
        WHEN a.number IS NULL THEN CASE WHEN c.shared_with IS NULL THEN 'refused' ELSE 'shared' END
        WHEN a.outcome = 'completed' THEN 'answered'
        WHEN a.outcome IN ('cancelled', 'client_gone') THEN 'cancelled'
        ELSE 'failed'
    END AS result,
    CASE WHEN a.number IS NULL OR a.number = coalesce(
        (SELECT max(l.number) FROM attempts l WHERE l.call_id = c.id AND l.outcome <> 'cancelled'),
        (SELECT max(l.number) FROM attempts l WHERE l.call_id = c.id)) THEN 1 ELSE 0 END AS calls,
    CASE WHEN a.number IS NULL THEN 0 ELSE 1 END AS attempts,
    coalesce(a.input_tokens, 0) AS input_tokens, coalesce(a.output_tokens, 0) AS output_tokens,
    coalesce(a.cached_input_tokens, 0) AS cached_input_tokens, coalesce(a.cache_write_tokens, 0) AS cache_write_tokens,
    coalesce(a.reasoning_tokens, 0) AS reasoning_tokens, coalesce(a.audio_input_tokens, 0) AS audio_input_tokens,
    coalesce(a.audio_output_tokens, 0) AS audio_output_tokens, coalesce(a.cache_write_hour_tokens, 0) AS cache_write_hour_tokens,
    coalesce(a.cached_audio_tokens, 0) AS cached_audio_tokens, coalesce(a.image_input_tokens, 0) AS image_input_tokens,
    coalesce(a.cached_image_tokens, 0) AS cached_image_tokens, coalesce(a.image_output_tokens, 0) AS image_output_tokens,
    coalesce(a.images, 0) AS images, coalesce(a.audio_us, 0) AS audio_us, coalesce(a.web_searches, 0) AS web_searches,
    coalesce(a.other_model_tokens, 0) AS other_model_tokens,
    CASE WHEN a.cost IS NULL AND a.usage_source IN ('provider', 'estimated') THEN 1 ELSE 0 END AS uncosted,
    CASE WHEN a.usage_source = 'estimated' THEN 1 ELSE 0 END AS estimated,
    a.cost, a.saved, a.inference_region, a.service_tier
FROM calls c LEFT JOIN attempts a ON a.call_id = c.id;

-- What cost_hours has to hold.
CREATE VIEW cost_hours_recounted AS
SELECT started_at - started_at % 3600000000 AS hour, tenant, feature, key_id, origin, model_asked, model_answered, deployment, provider, region, release, result,
    sum(calls) AS calls, sum(attempts) AS attempts, sum(input_tokens) AS input_tokens, sum(output_tokens) AS output_tokens,
    sum(cached_input_tokens) AS cached_input_tokens, sum(cache_write_tokens) AS cache_write_tokens, sum(reasoning_tokens) AS reasoning_tokens,
    sum(audio_input_tokens) AS audio_input_tokens, sum(audio_output_tokens) AS audio_output_tokens,
    sum(cache_write_hour_tokens) AS cache_write_hour_tokens, sum(cached_audio_tokens) AS cached_audio_tokens,
    sum(image_input_tokens) AS image_input_tokens, sum(cached_image_tokens) AS cached_image_tokens, sum(image_output_tokens) AS image_output_tokens,
    sum(images) AS images, sum(audio_us) AS audio_us, sum(web_searches) AS web_searches, sum(other_model_tokens) AS other_model_tokens,
    sum(uncosted) AS uncosted, sum(estimated) AS estimated,
    coalesce(decimal_sum(cost), '0') AS cost, coalesce(decimal_sum(saved), '0') AS saved
FROM cost_items
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12;

-- What cost_values has to hold, days and all hours. Tags have commas between; the first sixteen of a call count, each once.
CREATE VIEW cost_values_recounted AS
WITH items AS MATERIALIZED (
    SELECT call_id, started_at, tenant, feature, model_asked, end_user, session, prompt, calls, attempts,
        input_tokens, output_tokens, cached_input_tokens, uncosted, cost, saved
    FROM cost_items
), tagged AS MATERIALIZED (
    SELECT DISTINCT calls.id AS tagged_id, trim(piece.value, ' ') AS tag
    FROM calls, json_each('[' || replace(json_quote(tags), ',', '","') || ']') piece
    WHERE tags <> '' AND piece.key < 16 AND trim(piece.value, ' ') <> ''
), named AS (
    SELECT 'hour' AS grain, started_at - started_at % 3600000000 AS start, 'user' AS dimension, end_user AS value, * FROM items WHERE end_user <> ''
    UNION ALL SELECT 'day', started_at - started_at % 86400000000, 'user', end_user, * FROM items WHERE end_user <> ''
    UNION ALL SELECT 'day', started_at - started_at % 86400000000, 'session', session, * FROM items WHERE session <> ''
    UNION ALL SELECT 'day', started_at - started_at % 86400000000, 'prompt', prompt, * FROM items WHERE prompt <> ''
    UNION ALL SELECT 'day', started_at - started_at % 86400000000, 'tag', tag, items.* FROM items JOIN tagged ON tagged_id = call_id
)
SELECT grain, start, dimension, value, tenant, feature, model_asked, sum(calls) AS calls, sum(attempts) AS attempts,
    sum(input_tokens) AS input_tokens, sum(output_tokens) AS output_tokens, sum(cached_input_tokens) AS cached_input_tokens, sum(uncosted) AS uncosted,
    coalesce(decimal_sum(cost), '0') AS cost, coalesce(decimal_sum(saved), '0') AS saved
FROM named
GROUP BY 1, 2, 3, 4, 5, 6, 7;

INSERT INTO cost_hours SELECT * FROM cost_hours_recounted;
INSERT INTO cost_values SELECT * FROM cost_values_recounted;
