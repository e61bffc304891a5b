-- Which models have answered in a response's conversation, one a line: keys that are bound to models must not see what others
-- have said. Null is from before this was known: such a response is not there for a key that is bound to models.
ALTER TABLE responses ADD COLUMN models TEXT;

-- The items of answers that their provider keeps too, so that it is known whose an item is that a request only refers to.
CREATE TABLE response_items (
    tenant      TEXT NOT NULL,
    id          TEXT NOT NULL,
    response_id TEXT NOT NULL,
    PRIMARY KEY (tenant, id, response_id)
) WITHOUT ROWID;

CREATE INDEX response_items_of ON response_items (tenant, response_id);

-- How many bytes of input and body each tenant holds. Kept by triggers, so that it is right after every insert, replacement,
-- deletion and crash, whoever makes them; the whole table is a row for each tenant.
CREATE TABLE response_bytes (
    tenant TEXT NOT NULL PRIMARY KEY,
    bytes  BIGINT NOT NULL
) WITHOUT ROWID;

-- [sqlite]
INSERT INTO response_bytes (tenant, bytes)
SELECT tenant, sum(length(CAST(input AS BLOB)) + length(CAST(body AS BLOB))) FROM responses GROUP BY tenant;

CREATE TRIGGER responses_added AFTER INSERT ON responses
BEGIN
    INSERT INTO response_bytes (tenant, bytes)
    VALUES (NEW.tenant, length(CAST(NEW.input AS BLOB)) + length(CAST(NEW.body AS BLOB)))
    ON CONFLICT (tenant) DO UPDATE SET bytes = bytes + excluded.bytes;
END;

CREATE TRIGGER responses_changed AFTER UPDATE OF input, body ON responses
BEGIN
    UPDATE response_bytes SET bytes = bytes
        + length(CAST(NEW.input AS BLOB)) + length(CAST(NEW.body AS BLOB))
        - length(CAST(OLD.input AS BLOB)) - length(CAST(OLD.body AS BLOB))
    WHERE tenant = NEW.tenant;
END;

-- Another response under the same identifier has other items. Only a replacement sets created_at.
CREATE TRIGGER responses_replaced AFTER UPDATE OF created_at ON responses
BEGIN
    DELETE FROM response_items WHERE tenant = OLD.tenant AND response_id = OLD.id;
END;

CREATE TRIGGER responses_removed AFTER DELETE ON responses
BEGIN
    UPDATE response_bytes SET bytes = bytes - length(CAST(OLD.input AS BLOB)) - length(CAST(OLD.body AS BLOB)) WHERE tenant = OLD.tenant;
    DELETE FROM response_items WHERE tenant = OLD.tenant AND response_id = OLD.id;
END;
-- [postgres] Triggers have their statements in functions, and texts their bytes in octet_length.
INSERT INTO response_bytes (tenant, bytes)
SELECT tenant, sum(octet_length(input) + octet_length(body)) FROM responses GROUP BY tenant;

CREATE FUNCTION responses_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO response_bytes AS held (tenant, bytes) VALUES (NEW.tenant, octet_length(NEW.input) + octet_length(NEW.body))
    ON CONFLICT (tenant) DO UPDATE SET bytes = held.bytes + excluded.bytes;
    RETURN NULL;
END $$;

CREATE TRIGGER responses_added AFTER INSERT ON responses FOR EACH ROW EXECUTE FUNCTION responses_added();

CREATE FUNCTION responses_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE response_bytes
    SET bytes = bytes + octet_length(NEW.input) + octet_length(NEW.body) - octet_length(OLD.input) - octet_length(OLD.body)
    WHERE tenant = NEW.tenant;
    RETURN NULL;
END $$;

CREATE TRIGGER responses_changed AFTER UPDATE OF input, body ON responses FOR EACH ROW EXECUTE FUNCTION responses_changed();

CREATE FUNCTION responses_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        UPDATE response_bytes SET bytes = bytes - octet_length(OLD.input) - octet_length(OLD.body) WHERE tenant = OLD.tenant;
    END IF;
    DELETE FROM response_items WHERE tenant = OLD.tenant AND response_id = OLD.id;
    RETURN NULL;
END $$;

-- Another response under the same identifier has other items. Only a replacement sets created_at.
CREATE TRIGGER responses_replaced AFTER UPDATE OF created_at ON responses FOR EACH ROW EXECUTE FUNCTION responses_removed();

CREATE TRIGGER responses_removed AFTER DELETE ON responses FOR EACH ROW EXECUTE FUNCTION responses_removed();
-- [end]
