-- A view takes the name of a table that goes.
-- both before
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE TABLE names (id integer, name text);
-- both after
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE VIEW names AS SELECT id, name FROM users;
-- postgres up
-- Loses every row of public.names.
DROP TABLE public.names;
CREATE VIEW public.names AS
 SELECT users.id,
    users.name
   FROM public.users;
-- postgres down
DROP VIEW public.names;
CREATE TABLE public.names (
    id integer,
    name text
);
-- sqlite up
-- loses every row of names
DROP TABLE names;
CREATE VIEW names AS
select id, name from users;
-- sqlite down
DROP VIEW names;
CREATE TABLE names (
    id integer,
    name text
);
