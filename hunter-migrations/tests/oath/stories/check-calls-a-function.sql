-- The function that a check calls gets another name for its argument.
-- postgres before
CREATE FUNCTION is_even(n integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT n % 2 = 0';
CREATE TABLE pairs (size integer CONSTRAINT pairs_size CHECK (is_even(size)));
-- postgres after
CREATE FUNCTION is_even(number integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT number % 2 = 0';
CREATE TABLE pairs (size integer CONSTRAINT pairs_size CHECK (is_even(size)));
-- rows
INSERT INTO pairs VALUES (2);
-- keeps
SELECT size::text AS j FROM pairs;
-- postgres up
ALTER TABLE public.pairs DROP CONSTRAINT pairs_size;
DROP FUNCTION public.is_even(integer);
CREATE FUNCTION public.is_even(number integer)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
AS $$SELECT number % 2 = 0$$;
ALTER TABLE public.pairs ADD CONSTRAINT pairs_size CHECK (public.is_even(size));
-- postgres down
ALTER TABLE public.pairs DROP CONSTRAINT pairs_size;
DROP FUNCTION public.is_even(integer);
CREATE FUNCTION public.is_even(n integer)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
AS $$SELECT n % 2 = 0$$;
ALTER TABLE public.pairs ADD CONSTRAINT pairs_size CHECK (public.is_even(size));
