-- A function that is made anew has the rights it had, and a type's and a view's too.
-- postgres before
CREATE TYPE mood AS ENUM ('sad', 'ok');
REVOKE USAGE ON TYPE mood FROM public;
GRANT USAGE ON TYPE mood TO pg_monitor WITH GRANT OPTION;
CREATE FUNCTION word(mood) RETURNS text LANGUAGE sql AS 'SELECT $1::text';
REVOKE EXECUTE ON FUNCTION word(mood) FROM public;
GRANT EXECUTE ON FUNCTION word(mood) TO pg_monitor;
CREATE VIEW words AS SELECT word('sad') AS word;
GRANT SELECT (word) ON words TO pg_monitor WITH GRANT OPTION;
-- postgres after
CREATE TYPE mood AS ENUM ('sad');
REVOKE USAGE ON TYPE mood FROM public;
GRANT USAGE ON TYPE mood TO pg_monitor WITH GRANT OPTION;
CREATE FUNCTION word(mood) RETURNS text LANGUAGE sql AS 'SELECT $1::text';
REVOKE EXECUTE ON FUNCTION word(mood) FROM public;
GRANT EXECUTE ON FUNCTION word(mood) TO pg_monitor;
CREATE VIEW words AS SELECT word('sad') AS word;
GRANT SELECT (word) ON words TO pg_monitor WITH GRANT OPTION;
-- postgres up
REVOKE USAGE ON TYPE public.mood FROM pg_monitor;
GRANT USAGE ON TYPE public.mood TO public;
REVOKE EXECUTE ON ROUTINE public.word(public.mood) FROM pg_monitor;
GRANT EXECUTE ON ROUTINE public.word(public.mood) TO public;
REVOKE SELECT (word) ON TABLE public.words FROM pg_monitor;
DROP VIEW public.words;
DROP FUNCTION public.word(public.mood);
ALTER TYPE public.mood RENAME TO "mood__old";
CREATE TYPE public.mood AS ENUM ('sad');
DROP TYPE public."mood__old";
CREATE FUNCTION public.word(public.mood)
RETURNS text
LANGUAGE sql
AS $$SELECT $1::text$$;
CREATE VIEW public.words AS
 SELECT public.word('sad'::public.mood) AS word;
GRANT USAGE ON TYPE public.mood TO pg_monitor WITH GRANT OPTION;
REVOKE USAGE ON TYPE public.mood FROM public;
GRANT EXECUTE ON ROUTINE public.word(public.mood) TO pg_monitor;
REVOKE EXECUTE ON ROUTINE public.word(public.mood) FROM public;
GRANT SELECT (word) ON TABLE public.words TO pg_monitor WITH GRANT OPTION;
-- postgres down
ALTER TYPE public.mood ADD VALUE 'ok';
