-- The value that goes from an enum is a column's default, which is another one now.
-- postgres before
CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad');
CREATE TABLE users (mood mood NOT NULL DEFAULT 'ok');
-- postgres after
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE users (mood mood NOT NULL DEFAULT 'glad');
-- postgres up
ALTER TYPE public.mood RENAME TO "mood__old";
CREATE TYPE public.mood AS ENUM ('sad', 'glad');
-- Fails where public.users.mood is 'ok' in a row.
ALTER TABLE public.users
    ALTER COLUMN mood DROP DEFAULT,
    ALTER COLUMN mood TYPE public.mood USING mood::text::public.mood,
    ALTER COLUMN mood SET DEFAULT 'glad'::public.mood;
DROP TYPE public."mood__old";
ALTER TABLE public.users ALTER COLUMN mood SET DEFAULT 'glad'::public.mood;
-- postgres down
ALTER TYPE public.mood RENAME TO "mood__old";
CREATE TYPE public.mood AS ENUM ('sad', 'ok', 'glad');
ALTER TABLE public.users
    ALTER COLUMN mood DROP DEFAULT,
    ALTER COLUMN mood TYPE public.mood USING mood::text::public.mood,
    ALTER COLUMN mood SET DEFAULT 'ok'::public.mood;
DROP TYPE public."mood__old";
ALTER TABLE public.users ALTER COLUMN mood SET DEFAULT 'ok'::public.mood;
