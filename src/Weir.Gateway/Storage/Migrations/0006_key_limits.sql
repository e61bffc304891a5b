-- What a configured key can say too: the longest that its calls may take, in microseconds (null: no limit of its own), and who goes first.
ALTER TABLE keys ADD COLUMN deadline_us BIGINT;
ALTER TABLE keys ADD COLUMN priority TEXT NOT NULL DEFAULT 'normal';
