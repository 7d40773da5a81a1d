-- A domain's check calls a function that is made with it.
-- postgres before
-- postgres after
CREATE FUNCTION is_even(integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 % 2 = 0';
CREATE DOMAIN even AS integer CHECK (is_even(VALUE));
CREATE TABLE pairs (size even DEFAULT 2);
-- postgres up
CREATE FUNCTION public.is_even(integer)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
AS $$SELECT $1 % 2 = 0$$;
CREATE DOMAIN public.even AS integer
    CONSTRAINT even_check CHECK (public.is_even(VALUE));
CREATE TABLE public.pairs (
    size public.even DEFAULT 2
);
-- postgres down
-- Loses every row of public.pairs.
DROP TABLE public.pairs;
DROP DOMAIN public.even;
DROP FUNCTION public.is_even(integer);
