-- The function that a check calls goes, and its check with it.
-- postgres before
CREATE FUNCTION is_even(n integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT n % 2 = 0';
CREATE TABLE pairs (size integer CONSTRAINT pairs_size CHECK (is_even(size)));
-- postgres after
CREATE TABLE pairs (size integer);
-- postgres up
ALTER TABLE public.pairs DROP CONSTRAINT pairs_size;
DROP FUNCTION public.is_even(integer);
-- postgres down
CREATE FUNCTION public.is_even(n integer)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
AS $$SELECT n % 2 = 0$$;
-- Fails where a row of public.pairs breaks it.
ALTER TABLE public.pairs ADD CONSTRAINT pairs_size CHECK (public.is_even(size));
