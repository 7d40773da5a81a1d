-- What everybody may do by default is taken away, and given back.
-- postgres before
CREATE TYPE mood AS ENUM ('sad');
CREATE DOMAIN amount AS integer;
REVOKE USAGE ON TYPE amount FROM public;
CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION two() RETURNS integer LANGUAGE sql AS 'SELECT 2';
REVOKE EXECUTE ON FUNCTION two() FROM public;
-- postgres after
CREATE TYPE mood AS ENUM ('sad');
REVOKE USAGE ON TYPE mood FROM public;
CREATE DOMAIN amount AS integer;
CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1';
REVOKE EXECUTE ON FUNCTION one() FROM public;
CREATE FUNCTION two() RETURNS integer LANGUAGE sql AS 'SELECT 2';
-- postgres up
GRANT USAGE ON TYPE public.amount TO public;
GRANT EXECUTE ON ROUTINE public.two() TO public;
REVOKE USAGE ON TYPE public.mood FROM public;
REVOKE EXECUTE ON ROUTINE public.one() FROM public;
-- postgres down
GRANT USAGE ON TYPE public.mood TO public;
GRANT EXECUTE ON ROUTINE public.one() TO public;
REVOKE USAGE ON TYPE public.amount FROM public;
REVOKE EXECUTE ON ROUTINE public.two() FROM public;
