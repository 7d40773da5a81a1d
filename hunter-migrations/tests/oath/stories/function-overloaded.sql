-- Of three functions of one name one goes, one changes and one stays.
-- postgres before
CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION f(a text) RETURNS integer LANGUAGE sql AS 'SELECT 2';
CREATE FUNCTION f(a integer, b text) RETURNS integer LANGUAGE sql AS 'SELECT 3';
CREATE VIEW fs AS SELECT f(1) AS one, f(1, 'x') AS two;
-- postgres after
CREATE FUNCTION f(a integer) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
CREATE FUNCTION f(a integer, b text) RETURNS integer LANGUAGE sql AS 'SELECT 3';
CREATE VIEW fs AS SELECT f(1) AS one, f(1, 'x') AS two;
-- postgres up
DROP VIEW public.fs;
DROP FUNCTION public.f(integer);
DROP FUNCTION public.f(text);
CREATE FUNCTION public.f(a integer)
RETURNS bigint
LANGUAGE sql
AS $$SELECT 1::bigint$$;
CREATE VIEW public.fs AS
 SELECT public.f(1) AS one,
    public.f(1, 'x'::text) AS two;
-- postgres down
DROP VIEW public.fs;
DROP FUNCTION public.f(integer);
CREATE FUNCTION public.f(a integer)
RETURNS integer
LANGUAGE sql
AS $$SELECT 1$$;
CREATE FUNCTION public.f(a text)
RETURNS integer
LANGUAGE sql
AS $$SELECT 2$$;
CREATE VIEW public.fs AS
 SELECT public.f(1) AS one,
    public.f(1, 'x'::text) AS two;
