-- A column of a view has another type, and a function returns rows of the view.
-- postgres before
CREATE TABLE users (id integer, name text);
CREATE VIEW names AS SELECT id, name FROM users;
CREATE FUNCTION all_names() RETURNS SETOF names LANGUAGE sql AS 'SELECT * FROM names';
-- postgres after
CREATE TABLE users (id integer, name text);
CREATE VIEW names AS SELECT id::bigint AS id, name FROM users;
CREATE FUNCTION all_names() RETURNS SETOF names LANGUAGE sql AS 'SELECT * FROM names';
-- postgres up
DROP FUNCTION public.all_names();
DROP VIEW public.names;
CREATE VIEW public.names AS
 SELECT (users.id)::bigint AS id,
    users.name
   FROM public.users;
CREATE FUNCTION public.all_names()
RETURNS SETOF public.names
LANGUAGE sql
AS $$SELECT * FROM names$$;
-- postgres down
DROP FUNCTION public.all_names();
DROP VIEW public.names;
CREATE VIEW public.names AS
 SELECT users.id,
    users.name
   FROM public.users;
CREATE FUNCTION public.all_names()
RETURNS SETOF public.names
LANGUAGE sql
AS $$SELECT * FROM names$$;
