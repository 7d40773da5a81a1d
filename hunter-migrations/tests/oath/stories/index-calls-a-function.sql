-- The function that an index calls goes, and another one comes.
-- postgres before
CREATE FUNCTION old_key(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT lower($1)';
CREATE TABLE users (name text);
CREATE INDEX by_key ON users (old_key(name));
-- postgres after
CREATE FUNCTION new_key(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT upper($1)';
CREATE TABLE users (name text);
CREATE INDEX by_key ON users (new_key(name));
-- postgres up
DROP INDEX public.by_key;
DROP FUNCTION public.old_key(text);
CREATE FUNCTION public.new_key(text)
RETURNS text
LANGUAGE sql
IMMUTABLE
AS $$SELECT upper($1)$$;
CREATE INDEX by_key ON public.users USING btree (public.new_key(name));
-- postgres down
DROP INDEX public.by_key;
DROP FUNCTION public.new_key(text);
CREATE FUNCTION public.old_key(text)
RETURNS text
LANGUAGE sql
IMMUTABLE
AS $$SELECT lower($1)$$;
CREATE INDEX by_key ON public.users USING btree (public.old_key(name));
