-- An enum goes and its column becomes a text.
-- postgres before
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE users (mood mood DEFAULT 'sad');
-- postgres after
CREATE TABLE users (mood text DEFAULT 'sad');
-- rows
INSERT INTO users VALUES ('sad'), ('glad');
-- keeps
SELECT mood::text AS j FROM users ORDER BY 1;
-- postgres up
-- Converts the values of public.users.mood; fails where one cannot be.
ALTER TABLE public.users
    ALTER COLUMN mood DROP DEFAULT,
    ALTER COLUMN mood TYPE text USING mood::text,
    ALTER COLUMN mood SET DEFAULT 'sad'::text;
DROP TYPE public.mood;
-- postgres down
CREATE TYPE public.mood AS ENUM ('sad', 'glad');
-- Converts the values of public.users.mood; fails where one cannot be.
ALTER TABLE public.users
    ALTER COLUMN mood DROP DEFAULT,
    ALTER COLUMN mood TYPE public.mood USING mood::public.mood,
    ALTER COLUMN mood SET DEFAULT 'sad'::public.mood;
