-- An extension goes to another schema while a column has its type.
-- postgres before
CREATE SCHEMA tools;
CREATE EXTENSION citext;
CREATE TABLE users (slug citext);
-- postgres after
CREATE SCHEMA tools;
CREATE EXTENSION citext SCHEMA tools;
CREATE TABLE users (slug tools.citext);
-- rows
INSERT INTO users VALUES ('a');
-- keeps
SELECT slug::text AS j FROM users;
-- postgres up
ALTER EXTENSION citext SET SCHEMA tools;
-- Converts the values of public.users.slug; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN slug TYPE tools.citext USING slug::tools.citext;
-- postgres down
ALTER EXTENSION citext SET SCHEMA public;
-- Converts the values of public.users.slug; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN slug TYPE public.citext USING slug::public.citext;
