-- How long a call's attempts waited for a place at a deployment, in microseconds: of an attempt before it was sent, of a call all waits
-- together, also those in vain. Of calls before this version nobody knows; they did not wait in a queue of this kind.
ALTER TABLE calls ADD COLUMN queued_us BIGINT NOT NULL DEFAULT 0;
ALTER TABLE attempts ADD COLUMN queued_us BIGINT NOT NULL DEFAULT 0;
