-- The query of a view is another one with the same columns, under another view.
-- both before
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE VIEW names AS SELECT id, name FROM users WHERE id > 0;
CREATE VIEW first_names AS SELECT name FROM names;
-- both after
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE VIEW names AS SELECT id, name FROM users WHERE id > 1;
CREATE VIEW first_names AS SELECT name FROM names;
-- postgres up
CREATE OR REPLACE VIEW public.names AS
 SELECT users.id,
    users.name
   FROM public.users
  WHERE (users.id > 1);
-- postgres down
CREATE OR REPLACE VIEW public.names AS
 SELECT users.id,
    users.name
   FROM public.users
  WHERE (users.id > 0);
-- sqlite up
DROP VIEW first_names;
DROP VIEW names;
CREATE VIEW names AS
select id, name from users where id > 1;
CREATE VIEW first_names AS
select name from names;
-- sqlite down
DROP VIEW first_names;
DROP VIEW names;
CREATE VIEW names AS
select id, name from users where id > 0;
CREATE VIEW first_names AS
select name from names;
