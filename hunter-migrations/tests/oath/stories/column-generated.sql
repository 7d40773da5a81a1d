-- Generated columns are added and removed.
-- both before
CREATE TABLE users (id integer PRIMARY KEY, a integer, gone integer GENERATED ALWAYS AS (a + 1) STORED);
-- both after
CREATE TABLE users (id integer PRIMARY KEY, a integer, come integer GENERATED ALWAYS AS (a * 2) STORED);
-- rows
INSERT INTO users (id, a) VALUES (1, 3);
-- keeps
SELECT (id + a) || '' AS j FROM users;
-- postgres up
ALTER TABLE public.users DROP COLUMN gone;
ALTER TABLE public.users ADD COLUMN come integer GENERATED ALWAYS AS (a * 2) STORED;
-- postgres down
ALTER TABLE public.users DROP COLUMN come;
ALTER TABLE public.users ADD COLUMN gone integer GENERATED ALWAYS AS (a + 1) STORED;
-- sqlite up
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    a integer,
    come integer GENERATED ALWAYS AS (a * 2) STORED
);
INSERT INTO hunter_new_users (id, a)
SELECT id, a FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
-- sqlite down
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    a integer,
    gone integer GENERATED ALWAYS AS (a + 1) STORED
);
INSERT INTO hunter_new_users (id, a)
SELECT id, a FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
