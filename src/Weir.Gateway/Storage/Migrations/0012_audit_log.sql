-- Who changed what, when and why: keys, budgets, faults, prices. Written once; the triggers refuse all else, whoever has the file open.

CREATE TABLE audit_log (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Microseconds since the Unix epoch.
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    -- What was done, to what kind of thing: key.create, budget.raise.
    action TEXT NOT NULL,
    -- The name of what it was done to.
    object TEXT NOT NULL,
    reason TEXT,
    details TEXT
);

CREATE INDEX audit_log_by_object ON audit_log (object, number);

-- [sqlite]
CREATE TRIGGER audit_log_is_not_changed BEFORE UPDATE ON audit_log
BEGIN SELECT RAISE(ABORT, 'the audit log is not changed'); END;

CREATE TRIGGER audit_log_is_not_shortened BEFORE DELETE ON audit_log
BEGIN SELECT RAISE(ABORT, 'nothing is taken out of the audit log'); END;

-- INSERT OR REPLACE would take a row out without a DELETE.
CREATE TRIGGER audit_log_is_not_replaced BEFORE INSERT ON audit_log WHEN EXISTS (SELECT 1 FROM audit_log WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'nothing in the audit log is replaced'); END;
-- [postgres] Triggers have their statements in functions. A row is replaced by an UPDATE, and TRUNCATE is there besides DELETE.
CREATE FUNCTION audit_log_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is not changed, and nothing is taken out of it';
END $$;

CREATE TRIGGER audit_log_is_not_changed BEFORE UPDATE OR DELETE ON audit_log FOR EACH ROW EXECUTE FUNCTION audit_log_is_kept();

CREATE TRIGGER audit_log_is_not_emptied BEFORE TRUNCATE ON audit_log FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_kept();
-- [end]
