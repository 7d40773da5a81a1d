-- An enum loses a value under a domain, a composite, a partial index, a generated column, a policy and a trigger.
-- postgres before
CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad');
CREATE DOMAIN good AS mood CHECK (VALUE <> 'sad');
CREATE TABLE users (mood mood, is_glad boolean GENERATED ALWAYS AS (mood = 'glad') STORED);
CREATE INDEX users_glad ON users (mood) WHERE mood = 'glad';
CREATE POLICY own ON users USING (mood <> 'sad');
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER seen BEFORE UPDATE ON users FOR EACH ROW WHEN (new.mood = 'sad') EXECUTE FUNCTION touch();
-- postgres after
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE DOMAIN good AS mood CHECK (VALUE <> 'sad');
CREATE TABLE users (mood mood, is_glad boolean GENERATED ALWAYS AS (mood = 'glad') STORED);
CREATE INDEX users_glad ON users (mood) WHERE mood = 'glad';
CREATE POLICY own ON users USING (mood <> 'sad');
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER seen BEFORE UPDATE ON users FOR EACH ROW WHEN (new.mood = 'sad') EXECUTE FUNCTION touch();
-- rows
INSERT INTO users VALUES ('sad'), ('glad');
-- keeps
SELECT mood || is_glad::text AS j FROM users ORDER BY 1;
-- postgres up
DROP POLICY own ON public.users;
DROP TRIGGER seen ON public.users;
DROP INDEX public.users_glad;
ALTER TABLE public.users DROP COLUMN is_glad;
ALTER TYPE public.mood RENAME TO "mood__old";
CREATE TYPE public.mood AS ENUM ('sad', 'glad');
ALTER DOMAIN public.good RENAME TO "good__old";
CREATE DOMAIN public.good AS public.mood
    CONSTRAINT good_check CHECK ((VALUE <> 'sad'::public.mood));
-- Fails where public.users.mood is 'ok' in a row.
ALTER TABLE public.users
    ALTER COLUMN mood TYPE public.mood USING mood::text::public.mood;
DROP DOMAIN public."good__old";
DROP TYPE public."mood__old";
ALTER TABLE public.users ADD COLUMN is_glad boolean GENERATED ALWAYS AS (mood = 'glad'::public.mood) STORED;
CREATE INDEX users_glad ON public.users USING btree (mood) WHERE (mood = 'glad'::public.mood);
CREATE TRIGGER seen BEFORE UPDATE ON public.users FOR EACH ROW WHEN ((new.mood = 'sad'::public.mood)) EXECUTE FUNCTION public.touch();
CREATE POLICY own ON public.users
    USING (mood <> 'sad'::public.mood);
-- postgres down
ALTER TYPE public.mood ADD VALUE 'ok' AFTER 'sad';
