-- A table takes the name of a view that goes, and another view stands on it.
-- both before
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE VIEW names AS SELECT id, name FROM users;
CREATE VIEW first_names AS SELECT name FROM names;
-- both after
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE TABLE names (id integer, name text);
CREATE VIEW first_names AS SELECT name FROM names;
-- postgres up
DROP VIEW public.first_names;
DROP VIEW public.names;
CREATE TABLE public.names (
    id integer,
    name text
);
CREATE VIEW public.first_names AS
 SELECT names.name
   FROM public.names;
-- postgres down
DROP VIEW public.first_names;
-- Loses every row of public.names.
DROP TABLE public.names;
CREATE VIEW public.names AS
 SELECT users.id,
    users.name
   FROM public.users;
CREATE VIEW public.first_names AS
 SELECT names.name
   FROM public.names;
-- sqlite up
DROP VIEW first_names;
DROP VIEW names;
CREATE TABLE names (
    id integer,
    name text
);
CREATE VIEW first_names AS
select name from names;
-- sqlite down
DROP VIEW first_names;
-- loses every row of names
DROP TABLE names;
CREATE VIEW names AS
select id, name from users;
CREATE VIEW first_names AS
select name from names;
