-- A range that a function uses sorts otherwise.
-- postgres before
CREATE TYPE span AS RANGE (subtype = text, collation = "C");
CREATE FUNCTION length_of(span) RETURNS integer LANGUAGE sql AS 'SELECT length(upper($1))';
-- postgres after
CREATE TYPE span AS RANGE (subtype = text, collation = "POSIX");
CREATE FUNCTION length_of(span) RETURNS integer LANGUAGE sql AS 'SELECT length(upper($1))';
-- postgres up
DROP FUNCTION public.length_of(public.span);
DROP TYPE public.span;
CREATE TYPE public.span AS RANGE (
    SUBTYPE = text,
    COLLATION = "POSIX",
    MULTIRANGE_TYPE_NAME = public.span_multirange
);
CREATE FUNCTION public.length_of(public.span)
RETURNS integer
LANGUAGE sql
AS $$SELECT length(upper($1))$$;
-- postgres down
DROP FUNCTION public.length_of(public.span);
DROP TYPE public.span;
CREATE TYPE public.span AS RANGE (
    SUBTYPE = text,
    COLLATION = "C",
    MULTIRANGE_TYPE_NAME = public.span_multirange
);
CREATE FUNCTION public.length_of(public.span)
RETURNS integer
LANGUAGE sql
AS $$SELECT length(upper($1))$$;
