-- An aggregate keeps another state.
-- postgres before
CREATE AGGREGATE total (integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
-- postgres after
CREATE AGGREGATE total (integer) (SFUNC = int84pl, STYPE = bigint, INITCOND = '0');
-- postgres up
DROP AGGREGATE public.total(integer);
CREATE AGGREGATE public.total(integer) (
    SFUNC = int84pl,
    STYPE = bigint,
    INITCOND = '0'
);
-- postgres down
DROP AGGREGATE public.total(integer);
CREATE AGGREGATE public.total(integer) (
    SFUNC = int4pl,
    STYPE = integer,
    INITCOND = '0'
);
