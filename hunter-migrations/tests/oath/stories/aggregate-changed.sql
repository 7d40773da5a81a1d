-- An aggregate starts elsewhere and has another state and a last step.
-- postgres before
CREATE AGGREGATE product (numeric) (SFUNC = numeric_mul, STYPE = numeric, INITCOND = '1');
CREATE AGGREGATE total (integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
COMMENT ON AGGREGATE total(integer) IS 'of all';
CREATE VIEW totals AS SELECT total(1) AS total;
-- postgres after
CREATE AGGREGATE product (numeric) (SFUNC = numeric_mul, STYPE = numeric, INITCOND = '2', COMBINEFUNC = numeric_mul, PARALLEL = safe);
CREATE AGGREGATE total (integer) (SFUNC = int4larger, STYPE = integer, FINALFUNC = int4abs, SORTOP = >);
COMMENT ON AGGREGATE total(integer) IS 'the largest';
CREATE VIEW totals AS SELECT total(1) AS total;
-- postgres up
DROP AGGREGATE public.product(numeric);
DROP VIEW public.totals;
DROP AGGREGATE public.total(integer);
CREATE AGGREGATE public.product(numeric) (
    SFUNC = numeric_mul,
    STYPE = numeric,
    COMBINEFUNC = numeric_mul,
    INITCOND = '2',
    PARALLEL = safe
);
CREATE AGGREGATE public.total(integer) (
    SFUNC = int4larger,
    STYPE = integer,
    FINALFUNC = int4abs,
    SORTOP = OPERATOR(pg_catalog.>)
);
COMMENT ON AGGREGATE public.total(integer) IS 'the largest';
CREATE VIEW public.totals AS
 SELECT public.total(1) AS total;
-- postgres down
DROP AGGREGATE public.product(numeric);
DROP VIEW public.totals;
DROP AGGREGATE public.total(integer);
CREATE AGGREGATE public.product(numeric) (
    SFUNC = numeric_mul,
    STYPE = numeric,
    INITCOND = '1'
);
CREATE AGGREGATE public.total(integer) (
    SFUNC = int4pl,
    STYPE = integer,
    INITCOND = '0'
);
COMMENT ON AGGREGATE public.total(integer) IS 'of all';
CREATE VIEW public.totals AS
 SELECT public.total(1) AS total;
