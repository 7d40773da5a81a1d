-- A column changes its type under a view with comments and grants, a view on it and a materialized view on that.
-- postgres before
CREATE TABLE users (id integer PRIMARY KEY, name varchar(20));
CREATE VIEW names AS SELECT id, name FROM users;
COMMENT ON VIEW names IS 'given';
COMMENT ON COLUMN names.name IS 'first';
GRANT SELECT ON names TO pg_monitor;
GRANT SELECT (name) ON names TO pg_read_all_data;
CREATE VIEW few_names AS SELECT name FROM names LIMIT 9;
CREATE MATERIALIZED VIEW kept_names AS SELECT name FROM few_names;
CREATE UNIQUE INDEX kept_by_name ON kept_names (name);
COMMENT ON INDEX kept_by_name IS 'one each';
-- postgres after
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE VIEW names AS SELECT id, name FROM users;
COMMENT ON VIEW names IS 'given';
COMMENT ON COLUMN names.name IS 'first';
GRANT SELECT ON names TO pg_monitor;
GRANT SELECT (name) ON names TO pg_read_all_data;
CREATE VIEW few_names AS SELECT name FROM names LIMIT 9;
CREATE MATERIALIZED VIEW kept_names AS SELECT name FROM few_names;
CREATE UNIQUE INDEX kept_by_name ON kept_names (name);
COMMENT ON INDEX kept_by_name IS 'one each';
-- postgres up
REVOKE SELECT ON TABLE public.names FROM pg_monitor;
REVOKE SELECT (name) ON TABLE public.names FROM pg_read_all_data;
DROP INDEX public.kept_by_name;
DROP MATERIALIZED VIEW public.kept_names;
DROP VIEW public.few_names;
COMMENT ON COLUMN public.names.name IS NULL;
DROP VIEW public.names;
-- Converts the values of public.users.name; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN name TYPE text USING name::text;
CREATE VIEW public.names AS
 SELECT users.id,
    users.name
   FROM public.users;
COMMENT ON VIEW public.names IS 'given';
COMMENT ON COLUMN public.names.name IS 'first';
CREATE VIEW public.few_names AS
 SELECT names.name
   FROM public.names
 LIMIT 9;
CREATE MATERIALIZED VIEW public.kept_names AS
 SELECT few_names.name
   FROM public.few_names;
CREATE UNIQUE INDEX kept_by_name ON public.kept_names USING btree (name);
COMMENT ON INDEX public.kept_by_name IS 'one each';
GRANT SELECT ON TABLE public.names TO pg_monitor;
GRANT SELECT (name) ON TABLE public.names TO pg_read_all_data;
-- postgres down
REVOKE SELECT ON TABLE public.names FROM pg_monitor;
REVOKE SELECT (name) ON TABLE public.names FROM pg_read_all_data;
DROP INDEX public.kept_by_name;
DROP MATERIALIZED VIEW public.kept_names;
DROP VIEW public.few_names;
COMMENT ON COLUMN public.names.name IS NULL;
DROP VIEW public.names;
-- Converts the values of public.users.name; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN name TYPE character varying(20);
CREATE VIEW public.names AS
 SELECT users.id,
    users.name
   FROM public.users;
COMMENT ON VIEW public.names IS 'given';
COMMENT ON COLUMN public.names.name IS 'first';
CREATE VIEW public.few_names AS
 SELECT names.name
   FROM public.names
 LIMIT 9;
CREATE MATERIALIZED VIEW public.kept_names AS
 SELECT few_names.name
   FROM public.few_names;
CREATE UNIQUE INDEX kept_by_name ON public.kept_names USING btree (name);
COMMENT ON INDEX public.kept_by_name IS 'one each';
GRANT SELECT ON TABLE public.names TO pg_monitor;
GRANT SELECT (name) ON TABLE public.names TO pg_read_all_data;
