-- Unusual spending and loops that were found, and keys that are held back for a while.

CREATE TABLE anomalies (
    id          TEXT NOT NULL PRIMARY KEY,
    kind        TEXT NOT NULL,
    dimension   TEXT NOT NULL,
    tenant      TEXT NOT NULL,
    value       TEXT NOT NULL,
    since       BIGINT NOT NULL,
    found_at    BIGINT NOT NULL,
    until       BIGINT,
    reason      TEXT NOT NULL,
    spent       TEXT NOT NULL,
    usual       TEXT NOT NULL,
    volume      TEXT NOT NULL,
    mix         TEXT NOT NULL,
    price       TEXT NOT NULL,
    key_id      TEXT NOT NULL,
    model       TEXT NOT NULL,
    prompt      TEXT NOT NULL,
    action      TEXT NOT NULL
);

CREATE INDEX anomalies_by_time ON anomalies (found_at);

-- Keys that are paused or slowed down. Raising keys_revision has gateways look.
CREATE TABLE key_holds (
    key_id           TEXT NOT NULL PRIMARY KEY,
    calls_per_minute BIGINT NOT NULL,
    reason           TEXT NOT NULL,
    since            BIGINT NOT NULL,
    until            BIGINT NOT NULL
);
