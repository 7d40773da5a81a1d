-- A view names its columns in its head.
-- both before
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE VIEW names (a, b) AS SELECT id, name FROM users;
-- both after
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE VIEW names (a, c) AS SELECT id, name FROM users;
-- postgres up
DROP VIEW public.names;
CREATE VIEW public.names AS
 SELECT users.id AS a,
    users.name AS c
   FROM public.users;
-- postgres down
DROP VIEW public.names;
CREATE VIEW public.names AS
 SELECT users.id AS a,
    users.name AS b
   FROM public.users;
-- sqlite up
DROP VIEW names;
CREATE VIEW names (a, c) AS
select id, name from users;
-- sqlite down
DROP VIEW names;
CREATE VIEW names (a, b) AS
select id, name from users;
