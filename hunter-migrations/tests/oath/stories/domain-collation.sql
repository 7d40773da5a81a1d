-- A domain sorts otherwise, while a view and a function use it.
-- postgres before
CREATE DOMAIN word AS text COLLATE "C";
CREATE TABLE names (word word);
CREATE VIEW words AS SELECT word FROM names;
CREATE FUNCTION same(word) RETURNS word LANGUAGE sql AS 'SELECT $1';
-- postgres after
CREATE DOMAIN word AS text COLLATE "POSIX";
CREATE TABLE names (word word);
CREATE VIEW words AS SELECT word FROM names;
CREATE FUNCTION same(word) RETURNS word LANGUAGE sql AS 'SELECT $1';
-- postgres up
DROP FUNCTION public.same(public.word);
DROP VIEW public.words;
ALTER DOMAIN public.word RENAME TO "word__old";
CREATE DOMAIN public.word AS text COLLATE "POSIX";
ALTER TABLE public.names
    ALTER COLUMN word TYPE public.word USING word::text::public.word;
DROP DOMAIN public."word__old";
CREATE VIEW public.words AS
 SELECT names.word
   FROM public.names;
CREATE FUNCTION public.same(public.word)
RETURNS public.word
LANGUAGE sql
AS $$SELECT $1$$;
-- postgres down
DROP FUNCTION public.same(public.word);
DROP VIEW public.words;
ALTER DOMAIN public.word RENAME TO "word__old";
CREATE DOMAIN public.word AS text COLLATE "C";
ALTER TABLE public.names
    ALTER COLUMN word TYPE public.word USING word::text::public.word;
DROP DOMAIN public."word__old";
CREATE VIEW public.words AS
 SELECT names.word
   FROM public.names;
CREATE FUNCTION public.same(public.word)
RETURNS public.word
LANGUAGE sql
AS $$SELECT $1$$;
