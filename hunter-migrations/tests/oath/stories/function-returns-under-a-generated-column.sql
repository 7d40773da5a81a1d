-- A function that a generated column and a materialized view call is made anew.
-- postgres before
CREATE FUNCTION shout(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT upper($1)';
REVOKE EXECUTE ON FUNCTION shout(text) FROM public;
CREATE TABLE users (name text, loud text GENERATED ALWAYS AS (shout(name)) STORED);
CREATE INDEX users_by_loud ON users (loud);
CREATE MATERIALIZED VIEW louds AS SELECT shout(name) AS loud FROM users;
CREATE INDEX louds_by_loud ON louds (loud);
-- postgres after
CREATE FUNCTION shout(words text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT upper(words)';
REVOKE EXECUTE ON FUNCTION shout(text) FROM public;
CREATE TABLE users (name text, loud text GENERATED ALWAYS AS (shout(name)) STORED);
CREATE INDEX users_by_loud ON users (loud);
CREATE MATERIALIZED VIEW louds AS SELECT shout(name) AS loud FROM users;
CREATE INDEX louds_by_loud ON louds (loud);
-- rows
INSERT INTO users VALUES ('a');
-- keeps
SELECT loud AS j FROM users;
-- postgres up
GRANT EXECUTE ON ROUTINE public.shout(text) TO public;
DROP INDEX public.louds_by_loud;
DROP MATERIALIZED VIEW public.louds;
DROP INDEX public.users_by_loud;
ALTER TABLE public.users DROP COLUMN loud;
DROP FUNCTION public.shout(text);
CREATE FUNCTION public.shout(words text)
RETURNS text
LANGUAGE sql
IMMUTABLE
AS $$SELECT upper(words)$$;
ALTER TABLE public.users ADD COLUMN loud text GENERATED ALWAYS AS (public.shout(name)) STORED;
CREATE INDEX users_by_loud ON public.users USING btree (loud);
CREATE MATERIALIZED VIEW public.louds AS
 SELECT public.shout(users.name) AS loud
   FROM public.users;
CREATE INDEX louds_by_loud ON public.louds USING btree (loud);
REVOKE EXECUTE ON ROUTINE public.shout(text) FROM public;
-- postgres down
GRANT EXECUTE ON ROUTINE public.shout(text) TO public;
DROP INDEX public.louds_by_loud;
DROP MATERIALIZED VIEW public.louds;
DROP INDEX public.users_by_loud;
ALTER TABLE public.users DROP COLUMN loud;
DROP FUNCTION public.shout(text);
CREATE FUNCTION public.shout(text)
RETURNS text
LANGUAGE sql
IMMUTABLE
AS $$SELECT upper($1)$$;
ALTER TABLE public.users ADD COLUMN loud text GENERATED ALWAYS AS (public.shout(name)) STORED;
CREATE INDEX users_by_loud ON public.users USING btree (loud);
CREATE MATERIALIZED VIEW public.louds AS
 SELECT public.shout(users.name) AS loud
   FROM public.users;
CREATE INDEX louds_by_loud ON public.louds USING btree (loud);
REVOKE EXECUTE ON ROUTINE public.shout(text) FROM public;
