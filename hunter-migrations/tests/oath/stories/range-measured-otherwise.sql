-- A range is measured by another function and sorts by other operators.
-- postgres before
CREATE FUNCTION one(double precision, double precision) RETURNS double precision LANGUAGE sql IMMUTABLE AS 'SELECT $1 - $2';
CREATE FUNCTION two(double precision, double precision) RETURNS double precision LANGUAGE sql IMMUTABLE AS 'SELECT $2 - $1';
CREATE TYPE span AS RANGE (subtype = double precision, subtype_diff = one);
CREATE TYPE textual AS RANGE (subtype = text);
-- postgres after
CREATE FUNCTION one(double precision, double precision) RETURNS double precision LANGUAGE sql IMMUTABLE AS 'SELECT $1 - $2';
CREATE FUNCTION two(double precision, double precision) RETURNS double precision LANGUAGE sql IMMUTABLE AS 'SELECT $2 - $1';
CREATE TYPE span AS RANGE (subtype = double precision, subtype_diff = two);
CREATE TYPE textual AS RANGE (subtype = text, subtype_opclass = text_pattern_ops);
-- postgres up
DROP TYPE public.span;
DROP TYPE public.textual;
CREATE TYPE public.span AS RANGE (
    SUBTYPE = double precision,
    SUBTYPE_DIFF = public.two,
    MULTIRANGE_TYPE_NAME = public.span_multirange
);
CREATE TYPE public.textual AS RANGE (
    SUBTYPE = text,
    SUBTYPE_OPCLASS = text_pattern_ops,
    MULTIRANGE_TYPE_NAME = public.textual_multirange
);
-- postgres down
DROP TYPE public.span;
DROP TYPE public.textual;
CREATE TYPE public.span AS RANGE (
    SUBTYPE = double precision,
    SUBTYPE_DIFF = public.one,
    MULTIRANGE_TYPE_NAME = public.span_multirange
);
CREATE TYPE public.textual AS RANGE (
    SUBTYPE = text,
    MULTIRANGE_TYPE_NAME = public.textual_multirange
);
