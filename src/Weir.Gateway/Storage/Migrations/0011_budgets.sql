-- What counts against budgets, written with the calls that have spent it. A definition says what is counted, so that a budget which
-- counts something else from now on begins anew. Costs are exact decimal text; windows begin at microseconds since the Unix epoch.
CREATE TABLE budget_spent (
    budget       TEXT NOT NULL,
    definition   TEXT NOT NULL,
    subject      TEXT NOT NULL,
    window_start BIGINT NOT NULL,
    cost         TEXT NOT NULL,
    tokens       BIGINT NOT NULL,
    PRIMARY KEY (budget, definition, subject, window_start)
) WITHOUT ROWID;

-- The budgets of which everything is counted that stands in the ledger: those that are not here have to be counted from it first.
CREATE TABLE budgets_counted (
    budget     TEXT NOT NULL,
    definition TEXT NOT NULL,
    PRIMARY KEY (budget, definition)
) WITHOUT ROWID;

-- Which steps a counter has reached, and when: each is told once.
CREATE TABLE budget_steps (
    budget       TEXT NOT NULL,
    definition   TEXT NOT NULL,
    subject      TEXT NOT NULL,
    window_start BIGINT NOT NULL,
    step         TEXT NOT NULL,
    reached_at   BIGINT NOT NULL,
    PRIMARY KEY (budget, definition, subject, window_start, step)
) WITHOUT ROWID;

-- What may be spent beyond a limit until a time, and why. An empty subject raises all counters of the budget.
CREATE TABLE budget_raises (
    id         INTEGER PRIMARY KEY,
    budget     TEXT NOT NULL,
    subject    TEXT,
    amount     TEXT NOT NULL,
    until      BIGINT NOT NULL,
    reason     TEXT NOT NULL,
    raised_by  TEXT NOT NULL,
    raised_at  BIGINT NOT NULL
);

-- What a call has reserved in its budgets whose provider still works on; null where it has none.
ALTER TABLE unsettled_responses ADD COLUMN reserved_cost TEXT;
ALTER TABLE unsettled_responses ADD COLUMN reserved_tokens BIGINT;
