-- A value of an enum goes, and a column's default stays.
-- postgres before
CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad');
CREATE TABLE users (mood mood DEFAULT 'sad');
-- postgres after
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE users (mood mood DEFAULT 'sad');
-- rows
INSERT INTO users VALUES ('sad'), ('glad');
-- keeps
SELECT mood::text AS j FROM users ORDER BY 1;
-- postgres up
ALTER TYPE public.mood RENAME TO "mood__old";
CREATE TYPE public.mood AS ENUM ('sad', 'glad');
-- Fails where public.users.mood is 'ok' in a row.
ALTER TABLE public.users
    ALTER COLUMN mood DROP DEFAULT,
    ALTER COLUMN mood TYPE public.mood USING mood::text::public.mood,
    ALTER COLUMN mood SET DEFAULT 'sad'::public.mood;
DROP TYPE public."mood__old";
-- postgres down
ALTER TYPE public.mood ADD VALUE 'ok' AFTER 'sad';
