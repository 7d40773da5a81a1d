-- A range that nothing uses is over another type.
-- postgres before
CREATE TYPE span AS RANGE (subtype = integer);
-- postgres after
CREATE TYPE span AS RANGE (subtype = bigint);
-- postgres up
DROP TYPE public.span;
CREATE TYPE public.span AS RANGE (
    SUBTYPE = bigint,
    MULTIRANGE_TYPE_NAME = public.span_multirange
);
-- postgres down
DROP TYPE public.span;
CREATE TYPE public.span AS RANGE (
    SUBTYPE = integer,
    MULTIRANGE_TYPE_NAME = public.span_multirange
);
