-- What several gateways (replicas) have leased of counters that they share. Each start of one begins a life of it.
CREATE TABLE replica_lives (
    replica    TEXT NOT NULL,
    epoch      BIGINT NOT NULL,
    -- The last request that was heard: a sign of life.
    number     BIGINT NOT NULL,
    -- How often something has expired that it held.
    lapses     BIGINT NOT NULL,
    -- Microseconds since the Unix epoch, for people: nothing is decided by them. A life without a start is one that nobody lives,
    -- because an operator has said that the replica would never come back.
    started_at BIGINT,
    seen_at    BIGINT,
    PRIMARY KEY (replica, epoch)
) WITHOUT ROWID;

-- Amounts are exact decimal text. What is held is granted - returned - spent; sums only grow. What was spent is added by the
-- transaction that writes the calls.
CREATE TABLE leases (
    name         TEXT NOT NULL,
    definition   TEXT NOT NULL,
    subject      TEXT NOT NULL,
    window_start BIGINT NOT NULL,
    replica      TEXT NOT NULL,
    epoch        BIGINT NOT NULL,
    opened       BIGINT NOT NULL,
    -- For how long after the lease's end it may still count, in microseconds; null for what does not expire.
    lag          BIGINT,
    granted      TEXT NOT NULL,
    returned     TEXT NOT NULL,
    spent        TEXT NOT NULL,
    used         TEXT NOT NULL,
    need         TEXT NOT NULL,
    want         TEXT NOT NULL,
    since        BIGINT NOT NULL,
    recalled     TEXT NOT NULL,
    is_recalled  SMALLINT NOT NULL,
    PRIMARY KEY (name, definition, subject, window_start, replica, epoch)
) WITHOUT ROWID;

CREATE INDEX leases_by_life ON leases (replica, epoch);

-- Numbers those who wait, in the order of their coming.
CREATE TABLE lease_turns (turn BIGINT NOT NULL);
INSERT INTO lease_turns (turn) VALUES (0);
