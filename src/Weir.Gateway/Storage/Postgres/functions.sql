-- What SQLite has or is given, under the same names, so that one text of SQL serves both. Run again with each change of the schema.

-- Money is exact decimal text. numeric adds it exactly at any size; these keep to what SQLite's functions of the same names take and
-- write: 37 digits before the point, 28 after it, no exponent, no zeros at the end.
CREATE OR REPLACE FUNCTION decimal_of(value text) RETURNS numeric LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    number numeric;
BEGIN
    IF value ~ '^ *[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+) *$' THEN
        number := value::numeric;
        IF abs(number) < 1e37 AND (scale(number) <= 28 OR min_scale(number) <= 28) THEN
            RETURN number;
        END IF;
    END IF;
    RAISE EXCEPTION 'a value is no decimal number with at most 37 digits before the point and 28 after it' USING ERRCODE = '22003';
END $$;

CREATE OR REPLACE FUNCTION decimal_text(number numeric) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT trim_scale(number)::text $$;

CREATE OR REPLACE FUNCTION decimal_add(one text, other text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT decimal_text(decimal_of(one) + decimal_of(other)) $$;

CREATE OR REPLACE FUNCTION decimal_sub(one text, other text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT decimal_text(decimal_of(one) - decimal_of(other)) $$;

CREATE OR REPLACE FUNCTION decimal_cmp(one text, other text) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT sign(decimal_of(one) - decimal_of(other))::bigint $$;

CREATE OR REPLACE FUNCTION decimal_step(sum numeric, value text) RETURNS numeric LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    IF value IS NULL THEN
        RETURN sum;
    END IF;
    RETURN coalesce(sum, 0) + decimal_of(value);
END $$;

CREATE OR REPLACE AGGREGATE decimal_sum(text) (
    SFUNC = decimal_step, STYPE = numeric, COMBINEFUNC = numeric_add, FINALFUNC = decimal_text, PARALLEL = SAFE
);

-- Times, in the few forms that reports are made in. Weeks begin on Mondays: 'weekday 0', '-6 days'.
CREATE OR REPLACE FUNCTION strftime(format text, seconds bigint, unit text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT to_char(to_timestamp(seconds) AT TIME ZONE 'UTC', CASE format WHEN '%Y-%m-%dT%H:00' THEN 'YYYY-MM-DD"T"HH24":00"' WHEN '%Y-%m' THEN 'YYYY-MM' END) $$;

CREATE OR REPLACE FUNCTION date(seconds bigint, unit text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT to_char(to_timestamp(seconds) AT TIME ZONE 'UTC', 'YYYY-MM-DD') $$;

CREATE OR REPLACE FUNCTION date(seconds bigint, unit text, weekday text, back text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT to_char(date_trunc('week', to_timestamp(seconds) AT TIME ZONE 'UTC'), 'YYYY-MM-DD') $$;

-- Lists as JSON. The domain has values compare and sort by their bytes, as columns do.
DO $$
BEGIN
    IF to_regtype('bytewise') IS NULL THEN
        CREATE DOMAIN bytewise AS text COLLATE "C";
    END IF;
END $$;

CREATE OR REPLACE FUNCTION json_quote(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT to_json(value)::text $$;

CREATE OR REPLACE FUNCTION json_each(list text) RETURNS TABLE (key bigint, value bytewise) LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT position - 1, element::bytewise FROM json_array_elements_text(list::json) WITH ORDINALITY AS elements (element, position) $$;
