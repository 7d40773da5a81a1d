-- A constraint of the same name is of another kind.
-- both before
CREATE TABLE users (id integer PRIMARY KEY, a integer, CONSTRAINT rule UNIQUE (a));
-- both after
CREATE TABLE users (id integer PRIMARY KEY, a integer, CONSTRAINT rule CHECK (a > 0));
-- rows
INSERT INTO users VALUES (1, 2);
-- keeps
SELECT a || '' AS j FROM users;
-- postgres up
ALTER TABLE public.users DROP CONSTRAINT rule;
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT rule CHECK ((a > 0));
-- postgres down
ALTER TABLE public.users DROP CONSTRAINT rule;
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT rule UNIQUE (a);
-- sqlite up
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    a integer,
    CONSTRAINT rule CHECK (a > 0)
);
-- fails on rows of users of which this is not so: a > 0
INSERT INTO hunter_new_users (id, a)
SELECT id, a FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
-- sqlite down
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    a integer,
    CONSTRAINT rule UNIQUE (a)
);
-- fails if two rows of users have the same a
INSERT INTO hunter_new_users (id, a)
SELECT id, a FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
