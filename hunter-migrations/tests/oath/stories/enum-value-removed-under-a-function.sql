-- An enum that is a function's argument loses a value.
-- postgres before
CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad');
CREATE FUNCTION word(mood) RETURNS text LANGUAGE sql AS 'SELECT $1::text';
COMMENT ON FUNCTION word(mood) IS 'as it is said';
-- postgres after
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE FUNCTION word(mood) RETURNS text LANGUAGE sql AS 'SELECT $1::text';
COMMENT ON FUNCTION word(mood) IS 'as it is said';
-- postgres up
DROP FUNCTION public.word(public.mood);
ALTER TYPE public.mood RENAME TO "mood__old";
CREATE TYPE public.mood AS ENUM ('sad', 'glad');
DROP TYPE public."mood__old";
CREATE FUNCTION public.word(public.mood)
RETURNS text
LANGUAGE sql
AS $$SELECT $1::text$$;
COMMENT ON FUNCTION public.word(public.mood) IS 'as it is said';
-- postgres down
ALTER TYPE public.mood ADD VALUE 'ok' AFTER 'sad';
