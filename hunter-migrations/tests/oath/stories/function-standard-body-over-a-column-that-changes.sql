-- A column changes its type under a function with a body in the SQL standard's form.
-- postgres before
CREATE TABLE users (name varchar(10));
CREATE FUNCTION longest() RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT max(length(name)) FROM users; END;
-- postgres after
CREATE TABLE users (name text);
CREATE FUNCTION longest() RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT max(length(name)) FROM users; END;
-- postgres up
DROP FUNCTION public.longest();
-- Converts the values of public.users.name; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN name TYPE text USING name::text;
CREATE FUNCTION public.longest()
RETURNS integer
LANGUAGE sql
BEGIN ATOMIC
 SELECT max(length(users.name)) AS max
    FROM public.users;
END;
-- postgres down
DROP FUNCTION public.longest();
-- Converts the values of public.users.name; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN name TYPE character varying(10);
CREATE FUNCTION public.longest()
RETURNS integer
LANGUAGE sql
BEGIN ATOMIC
 SELECT max(length((users.name)::text)) AS max
    FROM public.users;
END;
