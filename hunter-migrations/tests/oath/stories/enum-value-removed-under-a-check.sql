-- An enum that a check compares with loses a value.
-- postgres before
CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad');
CREATE TABLE users (mood mood CONSTRAINT users_mood CHECK (mood <> 'sad'));
-- postgres after
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE users (mood mood CONSTRAINT users_mood CHECK (mood <> 'sad'));
-- postgres up
ALTER TABLE public.users DROP CONSTRAINT users_mood;
ALTER TYPE public.mood RENAME TO "mood__old";
CREATE TYPE public.mood AS ENUM ('sad', 'glad');
-- Fails where public.users.mood is 'ok' in a row.
ALTER TABLE public.users
    ALTER COLUMN mood TYPE public.mood USING mood::text::public.mood;
DROP TYPE public."mood__old";
ALTER TABLE public.users ADD CONSTRAINT users_mood CHECK ((mood <> 'sad'::public.mood));
-- postgres down
ALTER TYPE public.mood ADD VALUE 'ok' AFTER 'sad';
