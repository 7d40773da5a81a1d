-- A view has one more column at its end.
-- both before
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE VIEW names AS SELECT id FROM users;
CREATE VIEW others AS SELECT id FROM names;
-- both after
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE VIEW names AS SELECT id, name FROM users;
CREATE VIEW others AS SELECT id FROM names;
-- postgres up
CREATE OR REPLACE VIEW public.names AS
 SELECT users.id,
    users.name
   FROM public.users;
-- postgres down
DROP VIEW public.others;
DROP VIEW public.names;
CREATE VIEW public.names AS
 SELECT users.id
   FROM public.users;
CREATE VIEW public.others AS
 SELECT names.id
   FROM public.names;
-- sqlite up
DROP VIEW others;
DROP VIEW names;
CREATE VIEW names AS
select id, name from users;
CREATE VIEW others AS
select id from names;
-- sqlite down
DROP VIEW others;
DROP VIEW names;
CREATE VIEW names AS
select id from users;
CREATE VIEW others AS
select id from names;
