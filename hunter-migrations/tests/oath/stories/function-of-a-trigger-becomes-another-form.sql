-- A function of a disabled trigger with a remark is replaced by a procedure of another table.
-- postgres before
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE users (id integer);
CREATE TRIGGER seen BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
COMMENT ON TRIGGER seen ON users IS 'seen';
ALTER TABLE users DISABLE TRIGGER seen;
-- postgres after
CREATE PROCEDURE touch() LANGUAGE sql AS 'SELECT';
CREATE TABLE users (id integer);
-- postgres up
DROP TRIGGER seen ON public.users;
DROP FUNCTION public.touch();
CREATE PROCEDURE public.touch()
LANGUAGE sql
AS $$SELECT$$;
-- postgres down
DROP PROCEDURE public.touch();
CREATE FUNCTION public.touch()
RETURNS trigger
LANGUAGE plpgsql
AS $$BEGIN RETURN NEW; END$$;
CREATE TRIGGER seen BEFORE UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION public.touch();
ALTER TABLE public.users DISABLE TRIGGER seen;
COMMENT ON TRIGGER seen ON public.users IS 'seen';
