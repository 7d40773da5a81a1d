-- A function takes and returns rows of a table, which gets a column.
-- postgres before
CREATE TABLE users (id integer, name text);
CREATE FUNCTION label(users) RETURNS text LANGUAGE sql AS 'SELECT $1.name';
CREATE FUNCTION everybody() RETURNS SETOF users LANGUAGE sql AS 'SELECT * FROM users';
-- postgres after
CREATE TABLE users (id bigint, name text, age integer);
CREATE FUNCTION label(users) RETURNS text LANGUAGE sql AS 'SELECT $1.name';
CREATE FUNCTION everybody() RETURNS SETOF users LANGUAGE sql AS 'SELECT * FROM users';
-- postgres up
-- Converts the values of public.users.id; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN id TYPE bigint USING id::bigint;
ALTER TABLE public.users ADD COLUMN age integer;
-- postgres down
-- Loses the values of public.users.age.
ALTER TABLE public.users DROP COLUMN age;
-- Converts the values of public.users.id; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN id TYPE integer USING id::integer;
