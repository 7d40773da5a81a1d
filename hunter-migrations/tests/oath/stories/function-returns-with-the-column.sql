-- A function returns something else, and the column whose default calls it has another type.
-- postgres before
CREATE FUNCTION code() RETURNS integer LANGUAGE sql AS 'SELECT 0';
CREATE TABLE users (code integer DEFAULT code());
-- postgres after
CREATE FUNCTION code() RETURNS bigint LANGUAGE sql AS 'SELECT 0::bigint';
CREATE TABLE users (code bigint DEFAULT code());
-- postgres up
ALTER TABLE public.users ALTER COLUMN code DROP DEFAULT;
DROP FUNCTION public.code();
CREATE FUNCTION public.code()
RETURNS bigint
LANGUAGE sql
AS $$SELECT 0::bigint$$;
-- Converts the values of public.users.code; fails where one cannot be.
ALTER TABLE public.users
    ALTER COLUMN code DROP DEFAULT,
    ALTER COLUMN code TYPE bigint USING code::bigint,
    ALTER COLUMN code SET DEFAULT public.code();
ALTER TABLE public.users ALTER COLUMN code SET DEFAULT public.code();
-- postgres down
ALTER TABLE public.users ALTER COLUMN code DROP DEFAULT;
DROP FUNCTION public.code();
CREATE FUNCTION public.code()
RETURNS integer
LANGUAGE sql
AS $$SELECT 0$$;
-- Converts the values of public.users.code; fails where one cannot be.
ALTER TABLE public.users
    ALTER COLUMN code DROP DEFAULT,
    ALTER COLUMN code TYPE integer USING code::integer,
    ALTER COLUMN code SET DEFAULT public.code();
ALTER TABLE public.users ALTER COLUMN code SET DEFAULT public.code();
