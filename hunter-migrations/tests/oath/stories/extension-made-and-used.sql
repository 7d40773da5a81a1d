-- An extension is made together with a column of its type.
-- postgres before
CREATE TABLE users (id integer PRIMARY KEY);
-- postgres after
CREATE EXTENSION citext;
CREATE TABLE users (id integer PRIMARY KEY, slug citext);
-- postgres up
CREATE EXTENSION citext SCHEMA public;
ALTER TABLE public.users ADD COLUMN slug public.citext;
-- postgres down
-- Loses the values of public.users.slug.
ALTER TABLE public.users DROP COLUMN slug;
DROP EXTENSION citext;
