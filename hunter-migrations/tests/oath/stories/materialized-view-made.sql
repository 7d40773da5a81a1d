-- A materialized view is made with an index.
-- postgres before
CREATE TABLE users (id integer, name text);
-- postgres after
CREATE TABLE users (id integer, name text);
CREATE MATERIALIZED VIEW totals WITH (fillfactor = 50) AS SELECT name, count(*) AS many FROM users GROUP BY name;
CREATE UNIQUE INDEX totals_by_name ON totals (name);
COMMENT ON MATERIALIZED VIEW totals IS 'at night';
GRANT SELECT ON totals TO pg_monitor;
-- postgres up
CREATE MATERIALIZED VIEW public.totals WITH (fillfactor=50) AS
 SELECT users.name,
    count(*) AS many
   FROM public.users
  GROUP BY users.name;
COMMENT ON MATERIALIZED VIEW public.totals IS 'at night';
CREATE UNIQUE INDEX totals_by_name ON public.totals USING btree (name);
GRANT SELECT ON TABLE public.totals TO pg_monitor;
-- postgres down
DROP MATERIALIZED VIEW public.totals;
