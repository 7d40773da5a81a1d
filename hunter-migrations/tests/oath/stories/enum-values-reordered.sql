-- The values of an enum get another order while an index sorts by it.
-- postgres before
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE users (mood mood);
CREATE INDEX users_by_mood ON users (mood);
-- postgres after
CREATE TYPE mood AS ENUM ('glad', 'sad');
CREATE TABLE users (mood mood);
CREATE INDEX users_by_mood ON users (mood);
-- rows
INSERT INTO users VALUES ('sad'), ('glad');
-- keeps
SELECT mood::text AS j FROM users ORDER BY 1;
-- postgres up
ALTER TYPE public.mood RENAME TO "mood__old";
CREATE TYPE public.mood AS ENUM ('glad', 'sad');
ALTER TABLE public.users
    ALTER COLUMN mood TYPE public.mood USING mood::text::public.mood;
DROP TYPE public."mood__old";
-- postgres down
ALTER TYPE public.mood RENAME TO "mood__old";
CREATE TYPE public.mood AS ENUM ('sad', 'glad');
ALTER TABLE public.users
    ALTER COLUMN mood TYPE public.mood USING mood::text::public.mood;
DROP TYPE public."mood__old";
