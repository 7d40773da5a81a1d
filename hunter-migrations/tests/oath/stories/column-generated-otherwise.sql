-- The expression of a generated column changes while a view and an index stand on it.
-- both before
CREATE TABLE users (id integer PRIMARY KEY, a integer, twice integer GENERATED ALWAYS AS (a * 2) STORED);
CREATE INDEX users_by_twice ON users (twice);
CREATE VIEW doubles AS SELECT twice FROM users;
-- both after
CREATE TABLE users (id integer PRIMARY KEY, a integer, twice integer GENERATED ALWAYS AS (a + a) STORED);
CREATE INDEX users_by_twice ON users (twice);
CREATE VIEW doubles AS SELECT twice FROM users;
-- rows
INSERT INTO users (id, a) VALUES (1, 3);
-- keeps
SELECT twice || '' AS j FROM users;
-- postgres up
DROP VIEW public.doubles;
DROP INDEX public.users_by_twice;
ALTER TABLE public.users DROP COLUMN twice;
ALTER TABLE public.users ADD COLUMN twice integer GENERATED ALWAYS AS (a + a) STORED;
CREATE INDEX users_by_twice ON public.users USING btree (twice);
CREATE VIEW public.doubles AS
 SELECT users.twice
   FROM public.users;
-- postgres down
DROP VIEW public.doubles;
DROP INDEX public.users_by_twice;
ALTER TABLE public.users DROP COLUMN twice;
ALTER TABLE public.users ADD COLUMN twice integer GENERATED ALWAYS AS (a * 2) STORED;
CREATE INDEX users_by_twice ON public.users USING btree (twice);
CREATE VIEW public.doubles AS
 SELECT users.twice
   FROM public.users;
-- sqlite up
DROP VIEW doubles;
DROP INDEX users_by_twice;
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    a integer,
    twice integer GENERATED ALWAYS AS (a + a) STORED
);
INSERT INTO hunter_new_users (id, a)
SELECT id, a FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
CREATE INDEX users_by_twice ON users (twice);
CREATE VIEW doubles AS
select twice from users;
-- sqlite down
DROP VIEW doubles;
DROP INDEX users_by_twice;
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    a integer,
    twice integer GENERATED ALWAYS AS (a * 2) STORED
);
INSERT INTO hunter_new_users (id, a)
SELECT id, a FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
CREATE INDEX users_by_twice ON users (twice);
CREATE VIEW doubles AS
select twice from users;
