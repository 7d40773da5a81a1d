-- A view loses a column and another one gets another name, under a view that stays.
-- both before
CREATE TABLE users (id integer PRIMARY KEY, name text, age integer);
CREATE VIEW names AS SELECT id, name AS given, age FROM users;
CREATE VIEW others AS SELECT id FROM names;
-- both after
CREATE TABLE users (id integer PRIMARY KEY, name text, age integer);
CREATE VIEW names AS SELECT id, name AS called FROM users;
CREATE VIEW others AS SELECT id FROM names;
-- postgres up
DROP VIEW public.others;
DROP VIEW public.names;
CREATE VIEW public.names AS
 SELECT users.id,
    users.name AS called
   FROM public.users;
CREATE VIEW public.others AS
 SELECT names.id
   FROM public.names;
-- postgres down
DROP VIEW public.others;
DROP VIEW public.names;
CREATE VIEW public.names AS
 SELECT users.id,
    users.name AS given,
    users.age
   FROM public.users;
CREATE VIEW public.others AS
 SELECT names.id
   FROM public.names;
-- sqlite up
DROP VIEW others;
DROP VIEW names;
CREATE VIEW names AS
select id, name as called from users;
CREATE VIEW others AS
select id from names;
-- sqlite down
DROP VIEW others;
DROP VIEW names;
CREATE VIEW names AS
select id, name as given, age from users;
CREATE VIEW others AS
select id from names;
