-- Triggers are made: of columns, with a condition, of a statement, with arguments and tables of changed rows.
-- postgres before
CREATE TABLE users (id integer, name text);
-- postgres after
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE users (id integer, name text);
CREATE TRIGGER a AFTER UPDATE OF name ON users FOR EACH ROW WHEN (new.name IS DISTINCT FROM old.name) EXECUTE FUNCTION touch('a', 'b''c');
CREATE TRIGGER b BEFORE DELETE ON users FOR EACH STATEMENT EXECUTE FUNCTION touch();
CREATE CONSTRAINT TRIGGER c AFTER INSERT ON users DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER d AFTER INSERT ON users REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION touch();
COMMENT ON TRIGGER a ON users IS 'who did';
ALTER TABLE users DISABLE TRIGGER b;
-- postgres up
CREATE FUNCTION public.touch()
RETURNS trigger
LANGUAGE plpgsql
AS $$BEGIN RETURN NEW; END$$;
CREATE TRIGGER a AFTER UPDATE OF name ON public.users FOR EACH ROW WHEN ((new.name IS DISTINCT FROM old.name)) EXECUTE FUNCTION public.touch('a', 'b''c');
COMMENT ON TRIGGER a ON public.users IS 'who did';
CREATE TRIGGER b BEFORE DELETE ON public.users FOR EACH STATEMENT EXECUTE FUNCTION public.touch();
ALTER TABLE public.users DISABLE TRIGGER b;
CREATE CONSTRAINT TRIGGER c AFTER INSERT ON public.users DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.touch();
CREATE TRIGGER d AFTER INSERT ON public.users REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.touch();
-- postgres down
DROP TRIGGER a ON public.users;
DROP TRIGGER b ON public.users;
DROP TRIGGER c ON public.users;
DROP TRIGGER d ON public.users;
DROP FUNCTION public.touch();
