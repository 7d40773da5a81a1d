-- A value is put behind the others of an enum, before one of them and in the middle.
-- postgres before
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE users (mood mood);
-- postgres after
CREATE TYPE mood AS ENUM ('awful', 'sad', 'ok', 'glad', 'elated', 'perfect');
CREATE TABLE users (mood mood);
-- rows
INSERT INTO users VALUES ('sad'), ('glad');
-- keeps
SELECT mood::text AS j FROM users ORDER BY 1;
-- postgres up
ALTER TYPE public.mood ADD VALUE 'awful' BEFORE 'sad';
ALTER TYPE public.mood ADD VALUE 'ok' AFTER 'sad';
ALTER TYPE public.mood ADD VALUE 'elated' AFTER 'glad';
ALTER TYPE public.mood ADD VALUE 'perfect';
-- postgres down
ALTER TYPE public.mood RENAME TO "mood__old";
CREATE TYPE public.mood AS ENUM ('sad', 'glad');
-- Fails where public.users.mood is 'awful' or 'ok' or 'elated' or 'perfect' in a row.
ALTER TABLE public.users
    ALTER COLUMN mood TYPE public.mood USING mood::text::public.mood;
DROP TYPE public."mood__old";
