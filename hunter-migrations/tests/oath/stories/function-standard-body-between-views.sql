-- A view calls a function with a standard body over a view over a column that changes its type.
-- postgres before
CREATE TABLE users (name varchar(10));
CREATE VIEW names AS SELECT name FROM users;
CREATE FUNCTION longest() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT max(name) FROM names; END;
CREATE VIEW ends AS SELECT longest() AS longest;
-- postgres after
CREATE TABLE users (name varchar(20));
CREATE VIEW names AS SELECT name FROM users;
CREATE FUNCTION longest() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT max(name) FROM names; END;
CREATE VIEW ends AS SELECT longest() AS longest;
-- postgres up
DROP VIEW public.ends;
DROP FUNCTION public.longest();
DROP VIEW public.names;
-- Converts the values of public.users.name; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN name TYPE character varying(20);
CREATE VIEW public.names AS
 SELECT users.name
   FROM public.users;
CREATE FUNCTION public.longest()
RETURNS text
LANGUAGE sql
BEGIN ATOMIC
 SELECT max((names.name)::text) AS max
    FROM public.names;
END;
CREATE VIEW public.ends AS
 SELECT public.longest() AS longest;
-- postgres down
DROP VIEW public.ends;
DROP FUNCTION public.longest();
DROP VIEW public.names;
-- Converts the values of public.users.name; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN name TYPE character varying(10);
CREATE VIEW public.names AS
 SELECT users.name
   FROM public.users;
CREATE FUNCTION public.longest()
RETURNS text
LANGUAGE sql
BEGIN ATOMIC
 SELECT max((names.name)::text) AS max
    FROM public.names;
END;
CREATE VIEW public.ends AS
 SELECT public.longest() AS longest;
