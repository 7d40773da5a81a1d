-- A view becomes a materialized view, and the reverse.
-- postgres before
CREATE TABLE users (id integer, name text);
CREATE VIEW a AS SELECT id FROM users;
CREATE MATERIALIZED VIEW b AS SELECT id FROM users;
-- postgres after
CREATE TABLE users (id integer, name text);
CREATE MATERIALIZED VIEW a AS SELECT id FROM users;
CREATE VIEW b AS SELECT id FROM users;
-- postgres up
DROP MATERIALIZED VIEW public.b;
DROP VIEW public.a;
CREATE VIEW public.b AS
 SELECT users.id
   FROM public.users;
CREATE MATERIALIZED VIEW public.a AS
 SELECT users.id
   FROM public.users;
-- postgres down
DROP MATERIALIZED VIEW public.a;
DROP VIEW public.b;
CREATE VIEW public.a AS
 SELECT users.id
   FROM public.users;
CREATE MATERIALIZED VIEW public.b AS
 SELECT users.id
   FROM public.users;
