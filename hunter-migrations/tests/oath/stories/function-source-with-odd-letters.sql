-- A function's text and a remark hold quotes, backslashes, dollars, tabs and line ends.
-- postgres before
CREATE FUNCTION odd() RETURNS text LANGUAGE sql AS 'SELECT 1::text';
-- postgres after
CREATE FUNCTION odd() RETURNS text LANGUAGE sql AS E'SELECT ''a\\b'' -- $$ $_$\n || E''\\t''\t || $x$it''s$x$ ';
COMMENT ON FUNCTION odd() IS E'one\\two\nthree ''four'' $$';
-- postgres up
CREATE OR REPLACE FUNCTION public.odd()
RETURNS text
LANGUAGE sql
AS $body0$SELECT 'a\b' -- $$ $_$
 || E'\t'	 || $x$it's$x$ $body0$;
COMMENT ON FUNCTION public.odd() IS E'one\\two
three ''four'' $$';
-- postgres down
CREATE OR REPLACE FUNCTION public.odd()
RETURNS text
LANGUAGE sql
AS $$SELECT 1::text$$;
COMMENT ON FUNCTION public.odd() IS NULL;
