-- Functions of several languages and forms are made, overloaded ones too.
-- postgres before
-- postgres after
CREATE FUNCTION half(n integer, OUT half integer, OUT rest integer) LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF COST 5
    AS $$ SELECT n / 2, n % 2 $$;
COMMENT ON FUNCTION half(integer) IS 'and the rest';
CREATE FUNCTION half(n text) RETURNS text LANGUAGE sql AS 'SELECT n';
CREATE FUNCTION many(VARIADIC words text[] DEFAULT '{a}') RETURNS SETOF text LANGUAGE plpgsql STABLE ROWS 7 SECURITY DEFINER
    SET search_path = public, pg_temp SET work_mem = '8MB' AS $$
BEGIN
    RETURN QUERY SELECT unnest(words);
END
$$;
CREATE FUNCTION grown(n integer, by integer DEFAULT 1 + 1) RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT n + by; END;
CREATE FUNCTION dollars() RETURNS text LANGUAGE sql AS 'SELECT $body$ $$ $function$ $body$';
CREATE FUNCTION rows_of() RETURNS TABLE (id integer, name text) LANGUAGE sql AS 'SELECT 1, ''a''';
CREATE PROCEDURE tidy(INOUT n integer) LANGUAGE plpgsql AS 'BEGIN n := n + 1; END';
COMMENT ON PROCEDURE tidy(integer) IS 'at night';
CREATE AGGREGATE product (numeric) (SFUNC = numeric_mul, STYPE = numeric, INITCOND = '1', COMBINEFUNC = numeric_mul, PARALLEL = safe);
COMMENT ON AGGREGATE product(numeric) IS 'of all';
-- postgres up
CREATE FUNCTION public.dollars()
RETURNS text
LANGUAGE sql
AS $body0$SELECT $body$ $$ $function$ $body$$body0$;
CREATE FUNCTION public.grown(n integer, by integer DEFAULT (1 + 1))
RETURNS integer
LANGUAGE sql
BEGIN ATOMIC
 SELECT (n + by);
END;
CREATE FUNCTION public.half(n integer, OUT half integer, OUT rest integer)
RETURNS record
LANGUAGE sql
IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 5
AS $$ SELECT n / 2, n % 2 $$;
COMMENT ON FUNCTION public.half(integer) IS 'and the rest';
CREATE FUNCTION public.half(n text)
RETURNS text
LANGUAGE sql
AS $$SELECT n$$;
CREATE FUNCTION public.many(VARIADIC words text[] DEFAULT '{a}'::text[])
RETURNS SETOF text
LANGUAGE plpgsql
STABLE SECURITY DEFINER ROWS 7
SET search_path TO public, pg_temp
SET work_mem TO '8MB'
AS $$
BEGIN
    RETURN QUERY SELECT unnest(words);
END
$$;
CREATE AGGREGATE public.product(numeric) (
    SFUNC = numeric_mul,
    STYPE = numeric,
    COMBINEFUNC = numeric_mul,
    INITCOND = '1',
    PARALLEL = safe
);
COMMENT ON AGGREGATE public.product(numeric) IS 'of all';
CREATE FUNCTION public.rows_of()
RETURNS TABLE(id integer, name text)
LANGUAGE sql
AS $$SELECT 1, 'a'$$;
CREATE PROCEDURE public.tidy(INOUT n integer)
LANGUAGE plpgsql
AS $$BEGIN n := n + 1; END$$;
COMMENT ON PROCEDURE public.tidy(integer) IS 'at night';
-- postgres down
DROP FUNCTION public.dollars();
DROP FUNCTION public.grown(integer, integer);
DROP FUNCTION public.half(integer);
DROP FUNCTION public.half(text);
DROP FUNCTION public.many(text[]);
DROP AGGREGATE public.product(numeric);
DROP FUNCTION public.rows_of();
DROP PROCEDURE public.tidy(integer);
