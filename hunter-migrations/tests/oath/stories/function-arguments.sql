-- A function's arguments get other names, defaults and types.
-- postgres before
CREATE FUNCTION named(n integer) RETURNS integer LANGUAGE sql AS 'SELECT n';
CREATE FUNCTION defaulted(n integer, m integer DEFAULT 1) RETURNS integer LANGUAGE sql AS 'SELECT n + m';
CREATE FUNCTION undefaulted(n integer DEFAULT 1) RETURNS integer LANGUAGE sql AS 'SELECT n';
CREATE FUNCTION typed(n integer) RETURNS integer LANGUAGE sql AS 'SELECT n';
-- postgres after
CREATE FUNCTION named(m integer) RETURNS integer LANGUAGE sql AS 'SELECT m';
CREATE FUNCTION defaulted(n integer, m integer DEFAULT 2) RETURNS integer LANGUAGE sql AS 'SELECT n + m';
CREATE FUNCTION undefaulted(n integer) RETURNS integer LANGUAGE sql AS 'SELECT n';
CREATE FUNCTION typed(n bigint) RETURNS integer LANGUAGE sql AS 'SELECT n::integer';
-- postgres up
DROP FUNCTION public.defaulted(integer, integer);
DROP FUNCTION public.named(integer);
DROP FUNCTION public.typed(integer);
DROP FUNCTION public.undefaulted(integer);
CREATE FUNCTION public.defaulted(n integer, m integer DEFAULT 2)
RETURNS integer
LANGUAGE sql
AS $$SELECT n + m$$;
CREATE FUNCTION public.named(m integer)
RETURNS integer
LANGUAGE sql
AS $$SELECT m$$;
CREATE FUNCTION public.typed(n bigint)
RETURNS integer
LANGUAGE sql
AS $$SELECT n::integer$$;
CREATE FUNCTION public.undefaulted(n integer)
RETURNS integer
LANGUAGE sql
AS $$SELECT n$$;
-- postgres down
DROP FUNCTION public.defaulted(integer, integer);
DROP FUNCTION public.named(integer);
DROP FUNCTION public.typed(bigint);
DROP FUNCTION public.undefaulted(integer);
CREATE FUNCTION public.defaulted(n integer, m integer DEFAULT 1)
RETURNS integer
LANGUAGE sql
AS $$SELECT n + m$$;
CREATE FUNCTION public.named(n integer)
RETURNS integer
LANGUAGE sql
AS $$SELECT n$$;
CREATE FUNCTION public.typed(n integer)
RETURNS integer
LANGUAGE sql
AS $$SELECT n$$;
CREATE FUNCTION public.undefaulted(n integer DEFAULT 1)
RETURNS integer
LANGUAGE sql
AS $$SELECT n$$;
