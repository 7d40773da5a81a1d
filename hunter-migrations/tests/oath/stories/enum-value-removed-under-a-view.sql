-- An enum that a view compares with loses a value.
-- postgres before
CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad');
CREATE TABLE users (id integer, mood mood);
CREATE VIEW happy AS SELECT id, mood FROM users WHERE mood = 'glad';
GRANT SELECT ON happy TO pg_monitor;
-- postgres after
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE users (id integer, mood mood);
CREATE VIEW happy AS SELECT id, mood FROM users WHERE mood = 'glad';
GRANT SELECT ON happy TO pg_monitor;
-- postgres up
REVOKE SELECT ON TABLE public.happy FROM pg_monitor;
DROP VIEW public.happy;
ALTER TYPE public.mood RENAME TO "mood__old";
CREATE TYPE public.mood AS ENUM ('sad', 'glad');
-- Fails where public.users.mood is 'ok' in a row.
ALTER TABLE public.users
    ALTER COLUMN mood TYPE public.mood USING mood::text::public.mood;
DROP TYPE public."mood__old";
CREATE VIEW public.happy AS
 SELECT users.id,
    users.mood
   FROM public.users
  WHERE (users.mood = 'glad'::public.mood);
GRANT SELECT ON TABLE public.happy TO pg_monitor;
-- postgres down
ALTER TYPE public.mood ADD VALUE 'ok' AFTER 'sad';
