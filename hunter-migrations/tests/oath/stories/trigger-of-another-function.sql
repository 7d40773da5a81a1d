-- A trigger calls another function, and the one before goes.
-- postgres before
CREATE FUNCTION old_touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE users (id integer);
CREATE TRIGGER a BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION old_touch();
-- postgres after
CREATE FUNCTION new_touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TABLE users (id integer);
CREATE TRIGGER a BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION new_touch();
-- postgres up
DROP TRIGGER a ON public.users;
DROP FUNCTION public.old_touch();
CREATE FUNCTION public.new_touch()
RETURNS trigger
LANGUAGE plpgsql
AS $$BEGIN RETURN NULL; END$$;
CREATE TRIGGER a BEFORE UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION public.new_touch();
-- postgres down
DROP TRIGGER a ON public.users;
DROP FUNCTION public.new_touch();
CREATE FUNCTION public.old_touch()
RETURNS trigger
LANGUAGE plpgsql
AS $$BEGIN RETURN NEW; END$$;
CREATE TRIGGER a BEFORE UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION public.old_touch();
