-- A function becomes a procedure of the same name.
-- postgres before
CREATE FUNCTION tidy(n integer) RETURNS void LANGUAGE sql AS 'SELECT';
-- postgres after
CREATE PROCEDURE tidy(n integer) LANGUAGE sql AS 'SELECT';
-- postgres up
DROP FUNCTION public.tidy(integer);
CREATE PROCEDURE public.tidy(IN n integer)
LANGUAGE sql
AS $$SELECT$$;
-- postgres down
DROP PROCEDURE public.tidy(integer);
CREATE FUNCTION public.tidy(n integer)
RETURNS void
LANGUAGE sql
AS $$SELECT$$;
