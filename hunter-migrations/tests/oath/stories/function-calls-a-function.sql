-- Two functions are made of which the first by name calls the other.
-- postgres before
-- postgres after
CREATE FUNCTION z() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION a() RETURNS integer LANGUAGE sql AS 'SELECT z() + 1';
CREATE FUNCTION b() RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT z() + 2; END;
-- postgres up
CREATE FUNCTION public.z()
RETURNS integer
LANGUAGE sql
AS $$SELECT 1$$;
CREATE FUNCTION public.a()
RETURNS integer
LANGUAGE sql
AS $$SELECT z() + 1$$;
CREATE FUNCTION public.b()
RETURNS integer
LANGUAGE sql
BEGIN ATOMIC
 SELECT (public.z() + 2);
END;
-- postgres down
DROP FUNCTION public.a();
DROP FUNCTION public.b();
DROP FUNCTION public.z();
