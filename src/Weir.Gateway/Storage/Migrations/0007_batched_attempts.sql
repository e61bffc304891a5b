-- Equal for the attempts of several calls that were one upstream call, each with its share of what that used; null for all others.
ALTER TABLE attempts ADD COLUMN batch_id TEXT;
