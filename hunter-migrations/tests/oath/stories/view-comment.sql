-- What is said about views changes, comes and goes.
-- postgres before
CREATE VIEW a AS SELECT 1 AS one;
COMMENT ON VIEW a IS 'one';
CREATE VIEW b AS SELECT 1 AS one;
COMMENT ON VIEW b IS 'one';
CREATE MATERIALIZED VIEW c AS SELECT 1 AS one;
-- postgres after
CREATE VIEW a AS SELECT 1 AS one;
COMMENT ON VIEW a IS 'it''s one';
CREATE VIEW b AS SELECT 1 AS one;
CREATE MATERIALIZED VIEW c AS SELECT 1 AS one;
COMMENT ON MATERIALIZED VIEW c IS 'one';
-- postgres up
COMMENT ON VIEW public.a IS 'it''s one';
COMMENT ON VIEW public.b IS NULL;
COMMENT ON MATERIALIZED VIEW public.c IS 'one';
-- postgres down
COMMENT ON VIEW public.a IS 'one';
COMMENT ON VIEW public.b IS 'one';
COMMENT ON MATERIALIZED VIEW public.c IS NULL;
