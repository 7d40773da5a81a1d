-- A generated column becomes a plain one, and a plain one becomes generated.
-- both before
CREATE TABLE users (id integer PRIMARY KEY, a integer, b integer GENERATED ALWAYS AS (a * 2) STORED, c integer);
-- both after
CREATE TABLE users (id integer PRIMARY KEY, a integer, b integer, c integer GENERATED ALWAYS AS (a * 3) STORED);
-- postgres up
-- Loses the values of public.users.c.
ALTER TABLE public.users DROP COLUMN c;
ALTER TABLE public.users ALTER COLUMN b DROP EXPRESSION;
ALTER TABLE public.users ADD COLUMN c integer GENERATED ALWAYS AS (a * 3) STORED;
-- postgres down
-- Loses the values of public.users.b.
ALTER TABLE public.users DROP COLUMN b;
ALTER TABLE public.users ADD COLUMN b integer GENERATED ALWAYS AS (a * 2) STORED;
ALTER TABLE public.users ALTER COLUMN c DROP EXPRESSION;
-- sqlite up
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    a integer,
    b integer,
    c integer GENERATED ALWAYS AS (a * 3) STORED
);
INSERT INTO hunter_new_users (id, a, b)
SELECT id, a, b FROM users;
-- loses the values of users.c, which is generated from now on
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
-- sqlite down
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    a integer,
    b integer GENERATED ALWAYS AS (a * 2) STORED,
    c integer
);
INSERT INTO hunter_new_users (id, a, c)
SELECT id, a, c FROM users;
-- loses the values of users.b, which is generated from now on
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
