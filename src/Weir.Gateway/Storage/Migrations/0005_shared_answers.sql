-- The call whose answer this one was given, and which was paid for in that one's row; null for all others.
ALTER TABLE calls ADD COLUMN shared_with TEXT;
