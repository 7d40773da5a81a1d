-- A range is made over an enum, with the function that measures it.
-- postgres before
-- postgres after
CREATE FUNCTION apart(double precision, double precision) RETURNS double precision LANGUAGE sql IMMUTABLE AS 'SELECT $1 - $2';
CREATE TYPE span AS RANGE (subtype = double precision, subtype_diff = apart);
COMMENT ON TYPE span IS 'from and to';
CREATE TYPE textual AS RANGE (subtype = text, collation = "C", subtype_opclass = text_pattern_ops);
CREATE TABLE trips (span span);
-- postgres up
CREATE TYPE public.textual AS RANGE (
    SUBTYPE = text,
    SUBTYPE_OPCLASS = text_pattern_ops,
    COLLATION = "C",
    MULTIRANGE_TYPE_NAME = public.textual_multirange
);
CREATE FUNCTION public.apart(double precision, double precision)
RETURNS double precision
LANGUAGE sql
IMMUTABLE
AS $$SELECT $1 - $2$$;
CREATE TYPE public.span AS RANGE (
    SUBTYPE = double precision,
    SUBTYPE_DIFF = public.apart,
    MULTIRANGE_TYPE_NAME = public.span_multirange
);
COMMENT ON TYPE public.span IS 'from and to';
CREATE TABLE public.trips (
    span public.span
);
-- postgres down
-- Loses every row of public.trips.
DROP TABLE public.trips;
DROP TYPE public.span;
DROP FUNCTION public.apart(double precision, double precision);
DROP TYPE public.textual;
