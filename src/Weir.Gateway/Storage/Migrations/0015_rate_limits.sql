-- What callers used of their limits per day (UTC; days since the Unix epoch), added to in the transaction that writes the calls: a restart
-- begins no day anew. The subject is in two parts, as limits for each value of several things have it.
CREATE TABLE limit_days (
    counter      TEXT NOT NULL,
    subject      TEXT NOT NULL,
    subject_rest TEXT NOT NULL,
    unit         TEXT NOT NULL,
    day          BIGINT NOT NULL,
    used         BIGINT NOT NULL,
    PRIMARY KEY (counter, subject, subject_rest, unit, day)
);

CREATE INDEX limit_days_by_day ON limit_days (day);

-- How much may be asked for with a key: requests_per_minute=60,tokens_per_day=1000000. Null: no limit of its own.
ALTER TABLE keys ADD COLUMN limits TEXT;
