-- The options of a materialized view and an index of it change.
-- postgres before
CREATE MATERIALIZED VIEW totals WITH (fillfactor = 50) AS SELECT 1 AS one, 2 AS two;
CREATE INDEX totals_by_one ON totals (one);
-- postgres after
CREATE MATERIALIZED VIEW totals WITH (fillfactor = 60, autovacuum_enabled = false) AS SELECT 1 AS one, 2 AS two;
CREATE INDEX totals_by_one ON totals (one, two);
-- postgres up
DROP INDEX public.totals_by_one;
ALTER MATERIALIZED VIEW public.totals SET (autovacuum_enabled=false, fillfactor=60);
CREATE INDEX totals_by_one ON public.totals USING btree (one, two);
-- postgres down
DROP INDEX public.totals_by_one;
ALTER MATERIALIZED VIEW public.totals SET (fillfactor=50);
ALTER MATERIALIZED VIEW public.totals RESET (autovacuum_enabled);
CREATE INDEX totals_by_one ON public.totals USING btree (one);
