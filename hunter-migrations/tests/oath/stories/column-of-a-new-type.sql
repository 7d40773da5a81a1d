-- A column gets a type that is made with it: an enum, a domain, an array.
-- postgres before
CREATE TABLE users (id integer, mood text, total numeric, tags text);
-- postgres after
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE DOMAIN amount AS numeric CHECK (VALUE > 0);
CREATE TABLE users (id integer, mood mood, total amount, tags integer[]);
-- postgres up
CREATE DOMAIN public.amount AS numeric
    CONSTRAINT amount_check CHECK ((VALUE > (0)::numeric));
CREATE TYPE public.mood AS ENUM ('sad', 'glad');
-- Converts the values of public.users.mood; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN mood TYPE public.mood USING mood::public.mood;
-- Converts the values of public.users.total; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN total TYPE public.amount USING total::public.amount;
-- Converts the values of public.users.tags; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN tags TYPE integer[] USING tags::integer[];
-- postgres down
-- Converts the values of public.users.mood; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN mood TYPE text USING mood::text;
DROP TYPE public.mood;
-- Converts the values of public.users.total; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN total TYPE numeric USING total::numeric;
DROP DOMAIN public.amount;
-- Converts the values of public.users.tags; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN tags TYPE text USING tags::text;
