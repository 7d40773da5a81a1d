-- A function that a default, a check, an index, a policy and a trigger's condition call is made anew.
-- postgres before
CREATE FUNCTION code(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n';
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE users (a integer DEFAULT code(1), b integer CONSTRAINT users_b CHECK (code(b) > 0));
CREATE INDEX by_code ON users (code(a));
CREATE POLICY own ON users USING (code(a) > 0);
CREATE TRIGGER seen BEFORE UPDATE ON users FOR EACH ROW WHEN (code(new.a) > 0) EXECUTE FUNCTION touch();
-- postgres after
CREATE FUNCTION code(n integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT n::bigint';
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE users (a integer DEFAULT code(1), b integer CONSTRAINT users_b CHECK (code(b) > 0));
CREATE INDEX by_code ON users (code(a));
CREATE POLICY own ON users USING (code(a) > 0);
CREATE TRIGGER seen BEFORE UPDATE ON users FOR EACH ROW WHEN (code(new.a) > 0) EXECUTE FUNCTION touch();
-- rows
INSERT INTO users VALUES (1, 2);
-- keeps
SELECT (a + b) || '' AS j FROM users;
-- postgres up
DROP POLICY own ON public.users;
DROP TRIGGER seen ON public.users;
DROP INDEX public.by_code;
ALTER TABLE public.users DROP CONSTRAINT users_b;
ALTER TABLE public.users ALTER COLUMN a DROP DEFAULT;
DROP FUNCTION public.code(integer);
CREATE FUNCTION public.code(n integer)
RETURNS bigint
LANGUAGE sql
IMMUTABLE
AS $$SELECT n::bigint$$;
ALTER TABLE public.users ALTER COLUMN a SET DEFAULT public.code(1);
ALTER TABLE public.users ADD CONSTRAINT users_b CHECK ((public.code(b) > 0));
CREATE INDEX by_code ON public.users USING btree (public.code(a));
CREATE TRIGGER seen BEFORE UPDATE ON public.users FOR EACH ROW WHEN ((public.code(new.a) > 0)) EXECUTE FUNCTION public.touch();
CREATE POLICY own ON public.users
    USING (public.code(a) > 0);
-- postgres down
DROP POLICY own ON public.users;
DROP TRIGGER seen ON public.users;
DROP INDEX public.by_code;
ALTER TABLE public.users DROP CONSTRAINT users_b;
ALTER TABLE public.users ALTER COLUMN a DROP DEFAULT;
DROP FUNCTION public.code(integer);
CREATE FUNCTION public.code(n integer)
RETURNS integer
LANGUAGE sql
IMMUTABLE
AS $$SELECT n$$;
ALTER TABLE public.users ALTER COLUMN a SET DEFAULT public.code(1);
ALTER TABLE public.users ADD CONSTRAINT users_b CHECK ((public.code(b) > 0));
CREATE INDEX by_code ON public.users USING btree (public.code(a));
CREATE TRIGGER seen BEFORE UPDATE ON public.users FOR EACH ROW WHEN ((public.code(new.a) > 0)) EXECUTE FUNCTION public.touch();
CREATE POLICY own ON public.users
    USING (public.code(a) > 0);
