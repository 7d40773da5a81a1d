-- An enum that is an array's element loses a value.
-- postgres before
CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad');
CREATE TABLE users (moods mood[] NOT NULL DEFAULT '{sad}');
-- postgres after
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE users (moods mood[] NOT NULL DEFAULT '{sad}');
-- rows
INSERT INTO users VALUES ('{sad,glad}');
-- keeps
SELECT moods::text AS j FROM users;
-- postgres up
ALTER TYPE public.mood RENAME TO "mood__old";
CREATE TYPE public.mood AS ENUM ('sad', 'glad');
-- Fails where public.users.moods is 'ok' in a row.
ALTER TABLE public.users
    ALTER COLUMN moods DROP DEFAULT,
    ALTER COLUMN moods TYPE public.mood[] USING moods::text[]::public.mood[],
    ALTER COLUMN moods SET DEFAULT '{sad}'::public.mood[];
DROP TYPE public."mood__old";
-- postgres down
ALTER TYPE public.mood ADD VALUE 'ok' AFTER 'sad';
