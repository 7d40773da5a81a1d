-- Checks are added, changed and removed.
-- both before
CREATE TABLE users (id integer PRIMARY KEY, a integer, CONSTRAINT changed CHECK (a > 0), CONSTRAINT gone CHECK (a < 9));
-- both after
CREATE TABLE users (id integer PRIMARY KEY, a integer, CONSTRAINT changed CHECK (a > 1), CONSTRAINT come CHECK (a <> 7));
-- rows
INSERT INTO users VALUES (1, 2);
-- keeps
SELECT a || '' AS j FROM users;
-- postgres up
ALTER TABLE public.users DROP CONSTRAINT changed;
ALTER TABLE public.users DROP CONSTRAINT gone;
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT changed CHECK ((a > 1));
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT come CHECK ((a <> 7));
-- postgres down
ALTER TABLE public.users DROP CONSTRAINT changed;
ALTER TABLE public.users DROP CONSTRAINT come;
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT changed CHECK ((a > 0));
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT gone CHECK ((a < 9));
-- sqlite up
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    a integer,
    CONSTRAINT changed CHECK (a > 1),
    CONSTRAINT come CHECK (a <> 7)
);
-- fails on rows of users of which this is not so: a > 1
-- fails on rows of users of which this is not so: a <> 7
INSERT INTO hunter_new_users (id, a)
SELECT id, a FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
-- sqlite down
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    a integer,
    CONSTRAINT changed CHECK (a > 0),
    CONSTRAINT gone CHECK (a < 9)
);
-- fails on rows of users of which this is not so: a > 0
-- fails on rows of users of which this is not so: a < 9
INSERT INTO hunter_new_users (id, a)
SELECT id, a FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
