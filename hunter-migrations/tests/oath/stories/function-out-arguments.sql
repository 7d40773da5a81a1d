-- A function returns more columns.
-- postgres before
CREATE FUNCTION parts(n integer, OUT a integer) LANGUAGE sql AS 'SELECT n';
CREATE FUNCTION rows_of() RETURNS TABLE (id integer) LANGUAGE sql AS 'SELECT 1';
-- postgres after
CREATE FUNCTION parts(n integer, OUT a integer, OUT b integer) LANGUAGE sql AS 'SELECT n, n';
CREATE FUNCTION rows_of() RETURNS TABLE (id integer, name text) LANGUAGE sql AS 'SELECT 1, ''a''';
-- postgres up
DROP FUNCTION public.parts(integer);
DROP FUNCTION public.rows_of();
CREATE FUNCTION public.parts(n integer, OUT a integer, OUT b integer)
RETURNS record
LANGUAGE sql
AS $$SELECT n, n$$;
CREATE FUNCTION public.rows_of()
RETURNS TABLE(id integer, name text)
LANGUAGE sql
AS $$SELECT 1, 'a'$$;
-- postgres down
DROP FUNCTION public.parts(integer);
DROP FUNCTION public.rows_of();
CREATE FUNCTION public.parts(n integer, OUT a integer)
RETURNS integer
LANGUAGE sql
AS $$SELECT n$$;
CREATE FUNCTION public.rows_of()
RETURNS TABLE(id integer)
LANGUAGE sql
AS $$SELECT 1$$;
