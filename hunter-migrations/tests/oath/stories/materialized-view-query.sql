-- A materialized view has another query, and its indexes come back.
-- postgres before
CREATE TABLE users (id integer, name text);
CREATE MATERIALIZED VIEW totals AS SELECT name, count(*) AS many FROM users GROUP BY name;
CREATE UNIQUE INDEX totals_by_name ON totals (name);
GRANT SELECT ON totals TO pg_monitor;
-- postgres after
CREATE TABLE users (id integer, name text);
CREATE MATERIALIZED VIEW totals AS SELECT name, count(*) AS many, max(id) AS last FROM users GROUP BY name;
CREATE UNIQUE INDEX totals_by_name ON totals (name);
GRANT SELECT ON totals TO pg_monitor;
-- postgres up
REVOKE SELECT ON TABLE public.totals FROM pg_monitor;
DROP INDEX public.totals_by_name;
DROP MATERIALIZED VIEW public.totals;
CREATE MATERIALIZED VIEW public.totals AS
 SELECT users.name,
    count(*) AS many,
    max(users.id) AS last
   FROM public.users
  GROUP BY users.name;
CREATE UNIQUE INDEX totals_by_name ON public.totals USING btree (name);
GRANT SELECT ON TABLE public.totals TO pg_monitor;
-- postgres down
REVOKE SELECT ON TABLE public.totals FROM pg_monitor;
DROP INDEX public.totals_by_name;
DROP MATERIALIZED VIEW public.totals;
CREATE MATERIALIZED VIEW public.totals AS
 SELECT users.name,
    count(*) AS many
   FROM public.users
  GROUP BY users.name;
CREATE UNIQUE INDEX totals_by_name ON public.totals USING btree (name);
GRANT SELECT ON TABLE public.totals TO pg_monitor;
