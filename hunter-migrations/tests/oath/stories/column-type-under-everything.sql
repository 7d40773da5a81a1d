-- A column changes its type under an index, a check, a policy, a trigger, a rule and a generated column.
-- postgres before
CREATE TABLE users (
    name varchar(20) CONSTRAINT users_name CHECK (name <> ''), shout text GENERATED ALWAYS AS (upper(name)) STORED
);
CREATE INDEX users_by_name ON users (lower(name)) WHERE name <> 'x';
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON users USING (name = CURRENT_USER);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER seen BEFORE UPDATE OF name ON users FOR EACH ROW WHEN (new.name <> old.name) EXECUTE FUNCTION touch();
CREATE RULE stays AS ON DELETE TO users WHERE old.name = 'a' DO INSTEAD NOTHING;
CREATE STATISTICS together ON name, shout FROM users;
-- postgres after
CREATE TABLE users (
    name text CONSTRAINT users_name CHECK (name <> ''), shout text GENERATED ALWAYS AS (upper(name)) STORED
);
CREATE INDEX users_by_name ON users (lower(name)) WHERE name <> 'x';
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON users USING (name = CURRENT_USER);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER seen BEFORE UPDATE OF name ON users FOR EACH ROW WHEN (new.name <> old.name) EXECUTE FUNCTION touch();
CREATE RULE stays AS ON DELETE TO users WHERE old.name = 'a' DO INSTEAD NOTHING;
CREATE STATISTICS together ON name, shout FROM users;
-- rows
INSERT INTO users VALUES ('a');
-- keeps
SELECT shout AS j FROM users;
-- postgres up
DROP STATISTICS public.together;
DROP RULE stays ON public.users;
DROP POLICY own ON public.users;
DROP TRIGGER seen ON public.users;
DROP INDEX public.users_by_name;
ALTER TABLE public.users DROP CONSTRAINT users_name;
ALTER TABLE public.users DROP COLUMN shout;
-- Converts the values of public.users.name; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN name TYPE text USING name::text;
ALTER TABLE public.users ADD COLUMN shout text GENERATED ALWAYS AS (upper(name)) STORED;
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT users_name CHECK ((name <> ''::text));
CREATE INDEX users_by_name ON public.users USING btree (lower(name)) WHERE (name <> 'x'::text);
CREATE TRIGGER seen BEFORE UPDATE OF name ON public.users FOR EACH ROW WHEN ((new.name <> old.name)) EXECUTE FUNCTION public.touch();
CREATE POLICY own ON public.users
    USING (name = CURRENT_USER);
CREATE RULE stays AS
    ON DELETE TO public.users
   WHERE (old.name = 'a'::text) DO INSTEAD NOTHING;
CREATE STATISTICS public.together ON name, shout FROM public.users;
-- postgres down
DROP STATISTICS public.together;
DROP RULE stays ON public.users;
DROP POLICY own ON public.users;
DROP TRIGGER seen ON public.users;
DROP INDEX public.users_by_name;
ALTER TABLE public.users DROP CONSTRAINT users_name;
ALTER TABLE public.users DROP COLUMN shout;
-- Converts the values of public.users.name; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN name TYPE character varying(20);
ALTER TABLE public.users ADD COLUMN shout text GENERATED ALWAYS AS (upper((name)::text)) STORED;
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT users_name CHECK (((name)::text <> ''::text));
CREATE INDEX users_by_name ON public.users USING btree (lower((name)::text)) WHERE ((name)::text <> 'x'::text);
CREATE TRIGGER seen BEFORE UPDATE OF name ON public.users FOR EACH ROW WHEN (((new.name)::text <> (old.name)::text)) EXECUTE FUNCTION public.touch();
CREATE POLICY own ON public.users
    USING ((name)::text = CURRENT_USER);
CREATE RULE stays AS
    ON DELETE TO public.users
   WHERE ((old.name)::text = 'a'::text) DO INSTEAD NOTHING;
CREATE STATISTICS public.together ON name, shout FROM public.users;
