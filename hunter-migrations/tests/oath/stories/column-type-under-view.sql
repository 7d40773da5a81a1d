-- A column becomes wider while a view stands on it.
-- both before
CREATE TABLE users (id integer PRIMARY KEY, name varchar(20));
CREATE VIEW names AS SELECT name FROM users;
-- both after
CREATE TABLE users (id integer PRIMARY KEY, name varchar(40));
CREATE VIEW names AS SELECT name FROM users;
-- rows
INSERT INTO users VALUES (1, 'a');
-- keeps
SELECT name AS j FROM names;
-- postgres up
DROP VIEW public.names;
-- Converts the values of public.users.name; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN name TYPE character varying(40);
CREATE VIEW public.names AS
 SELECT users.name
   FROM public.users;
-- postgres down
DROP VIEW public.names;
-- Converts the values of public.users.name; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN name TYPE character varying(20);
CREATE VIEW public.names AS
 SELECT users.name
   FROM public.users;
-- sqlite up
DROP VIEW names;
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    name varchar(40)
);
INSERT INTO hunter_new_users (id, name)
SELECT id, name FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
CREATE VIEW names AS
select name from users;
-- sqlite down
DROP VIEW names;
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    name varchar(20)
);
INSERT INTO hunter_new_users (id, name)
SELECT id, name FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
CREATE VIEW names AS
select name from users;
