-- A function returns something else while a view calls it.
-- postgres before
CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1';
COMMENT ON FUNCTION one() IS 'is one';
GRANT EXECUTE ON FUNCTION one() TO pg_monitor;
CREATE VIEW ones AS SELECT one() AS one;
-- postgres after
CREATE FUNCTION one() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
COMMENT ON FUNCTION one() IS 'is one';
GRANT EXECUTE ON FUNCTION one() TO pg_monitor;
CREATE VIEW ones AS SELECT one() AS one;
-- postgres up
REVOKE EXECUTE ON ROUTINE public.one() FROM pg_monitor;
DROP VIEW public.ones;
DROP FUNCTION public.one();
CREATE FUNCTION public.one()
RETURNS bigint
LANGUAGE sql
AS $$SELECT 1::bigint$$;
COMMENT ON FUNCTION public.one() IS 'is one';
CREATE VIEW public.ones AS
 SELECT public.one() AS one;
GRANT EXECUTE ON ROUTINE public.one() TO pg_monitor;
-- postgres down
REVOKE EXECUTE ON ROUTINE public.one() FROM pg_monitor;
DROP VIEW public.ones;
DROP FUNCTION public.one();
CREATE FUNCTION public.one()
RETURNS integer
LANGUAGE sql
AS $$SELECT 1$$;
COMMENT ON FUNCTION public.one() IS 'is one';
CREATE VIEW public.ones AS
 SELECT public.one() AS one;
GRANT EXECUTE ON ROUTINE public.one() TO pg_monitor;
