-- A column changes its type under a materialized view, another one on it and a view with columns of its own names.
-- postgres before
CREATE TABLE users (id integer, name varchar(5));
CREATE MATERIALIZED VIEW a AS SELECT id, name FROM users;
CREATE INDEX a_by_name ON a (name) WITH (fillfactor = 70);
COMMENT ON COLUMN a.name IS 'first';
CREATE MATERIALIZED VIEW b AS SELECT name FROM a;
CREATE UNIQUE INDEX b_by_name ON b (name);
CREATE VIEW c (mine) WITH (security_barrier) AS SELECT name FROM b;
-- postgres after
CREATE TABLE users (id bigint, name text);
CREATE MATERIALIZED VIEW a AS SELECT id, name FROM users;
CREATE INDEX a_by_name ON a (name) WITH (fillfactor = 70);
COMMENT ON COLUMN a.name IS 'first';
CREATE MATERIALIZED VIEW b AS SELECT name FROM a;
CREATE UNIQUE INDEX b_by_name ON b (name);
CREATE VIEW c (mine) WITH (security_invoker) AS SELECT name FROM b;
-- postgres up
DROP VIEW public.c;
DROP INDEX public.a_by_name;
DROP INDEX public.b_by_name;
DROP MATERIALIZED VIEW public.b;
COMMENT ON COLUMN public.a.name IS NULL;
DROP MATERIALIZED VIEW public.a;
-- Converts the values of public.users.id; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN id TYPE bigint USING id::bigint;
-- Converts the values of public.users.name; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN name TYPE text USING name::text;
CREATE MATERIALIZED VIEW public.a AS
 SELECT users.id,
    users.name
   FROM public.users;
COMMENT ON COLUMN public.a.name IS 'first';
CREATE INDEX a_by_name ON public.a USING btree (name) WITH (fillfactor='70');
CREATE MATERIALIZED VIEW public.b AS
 SELECT a.name
   FROM public.a;
CREATE UNIQUE INDEX b_by_name ON public.b USING btree (name);
CREATE VIEW public.c WITH (security_invoker=true) AS
 SELECT b.name AS mine
   FROM public.b;
-- postgres down
DROP VIEW public.c;
DROP INDEX public.a_by_name;
DROP INDEX public.b_by_name;
DROP MATERIALIZED VIEW public.b;
COMMENT ON COLUMN public.a.name IS NULL;
DROP MATERIALIZED VIEW public.a;
-- Converts the values of public.users.id; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN id TYPE integer USING id::integer;
-- Converts the values of public.users.name; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN name TYPE character varying(5);
CREATE MATERIALIZED VIEW public.a AS
 SELECT users.id,
    users.name
   FROM public.users;
COMMENT ON COLUMN public.a.name IS 'first';
CREATE INDEX a_by_name ON public.a USING btree (name) WITH (fillfactor='70');
CREATE MATERIALIZED VIEW public.b AS
 SELECT a.name
   FROM public.a;
CREATE UNIQUE INDEX b_by_name ON public.b USING btree (name);
CREATE VIEW public.c WITH (security_barrier=true) AS
 SELECT b.name AS mine
   FROM public.b;
