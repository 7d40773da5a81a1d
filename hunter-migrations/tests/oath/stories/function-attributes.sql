-- Everything that a function says of itself besides its body changes.
-- postgres before
CREATE FUNCTION a(n integer) RETURNS integer LANGUAGE sql AS 'SELECT n';
CREATE FUNCTION b(n integer) RETURNS SETOF integer LANGUAGE sql STABLE STRICT SECURITY DEFINER LEAKPROOF PARALLEL SAFE COST 5 ROWS 7
    SET work_mem = '8MB' SET search_path = public AS 'SELECT n';
COMMENT ON FUNCTION b(integer) IS 'itself';
-- postgres after
CREATE FUNCTION a(n integer) RETURNS integer LANGUAGE sql IMMUTABLE STRICT SECURITY DEFINER LEAKPROOF PARALLEL RESTRICTED COST 9
    SET work_mem = '16MB' AS 'SELECT n';
COMMENT ON FUNCTION a(integer) IS 'itself';
CREATE FUNCTION b(n integer) RETURNS SETOF integer LANGUAGE sql SET work_mem = '4MB' AS 'SELECT n';
-- postgres up
CREATE OR REPLACE FUNCTION public.a(n integer)
RETURNS integer
LANGUAGE sql
IMMUTABLE STRICT SECURITY DEFINER LEAKPROOF PARALLEL RESTRICTED COST 9
SET work_mem TO '16MB'
AS $$SELECT n$$;
COMMENT ON FUNCTION public.a(integer) IS 'itself';
CREATE OR REPLACE FUNCTION public.b(n integer)
RETURNS SETOF integer
LANGUAGE sql
SET work_mem TO '4MB'
AS $$SELECT n$$;
COMMENT ON FUNCTION public.b(integer) IS NULL;
-- postgres down
CREATE OR REPLACE FUNCTION public.a(n integer)
RETURNS integer
LANGUAGE sql
AS $$SELECT n$$;
COMMENT ON FUNCTION public.a(integer) IS NULL;
CREATE OR REPLACE FUNCTION public.b(n integer)
RETURNS SETOF integer
LANGUAGE sql
STABLE STRICT SECURITY DEFINER LEAKPROOF PARALLEL SAFE COST 5 ROWS 7
SET search_path TO public
SET work_mem TO '8MB'
AS $$SELECT n$$;
COMMENT ON FUNCTION public.b(integer) IS 'itself';
