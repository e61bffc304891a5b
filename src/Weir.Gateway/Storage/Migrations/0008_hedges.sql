-- 1 where the attempt was sent beside another one of its call that was late, else 0.
ALTER TABLE attempts ADD COLUMN hedge INTEGER NOT NULL DEFAULT 0;
