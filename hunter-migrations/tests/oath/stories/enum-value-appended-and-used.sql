-- A new value of an enum is a column's default at once.
-- postgres before
CREATE TYPE mood AS ENUM ('sad');
CREATE TABLE users (id integer, mood mood DEFAULT 'sad');
-- postgres after
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE users (id integer, mood mood DEFAULT 'glad');
-- postgres up
ALTER TYPE public.mood RENAME TO "mood__old";
CREATE TYPE public.mood AS ENUM ('sad', 'glad');
ALTER TABLE public.users
    ALTER COLUMN mood DROP DEFAULT,
    ALTER COLUMN mood TYPE public.mood USING mood::text::public.mood,
    ALTER COLUMN mood SET DEFAULT 'glad'::public.mood;
DROP TYPE public."mood__old";
ALTER TABLE public.users ALTER COLUMN mood SET DEFAULT 'glad'::public.mood;
-- postgres down
ALTER TYPE public.mood RENAME TO "mood__old";
CREATE TYPE public.mood AS ENUM ('sad');
-- Fails where public.users.mood is 'glad' in a row.
ALTER TABLE public.users
    ALTER COLUMN mood DROP DEFAULT,
    ALTER COLUMN mood TYPE public.mood USING mood::text::public.mood,
    ALTER COLUMN mood SET DEFAULT 'sad'::public.mood;
DROP TYPE public."mood__old";
ALTER TABLE public.users ALTER COLUMN mood SET DEFAULT 'sad'::public.mood;
