-- Unique constraints are added, changed and removed.
-- both before
CREATE TABLE users (id integer PRIMARY KEY, a integer, b integer, CONSTRAINT changed UNIQUE (a), CONSTRAINT gone UNIQUE (b));
-- both after
CREATE TABLE users (id integer PRIMARY KEY, a integer, b integer, CONSTRAINT changed UNIQUE (a, b), CONSTRAINT come UNIQUE (b, a));
-- rows
INSERT INTO users VALUES (1, 2, 3);
-- keeps
SELECT (a + b) || '' AS j FROM users;
-- postgres up
ALTER TABLE public.users DROP CONSTRAINT changed;
ALTER TABLE public.users DROP CONSTRAINT gone;
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT changed UNIQUE (a, b);
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT come UNIQUE (b, a);
-- postgres down
ALTER TABLE public.users DROP CONSTRAINT changed;
ALTER TABLE public.users DROP CONSTRAINT come;
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT changed UNIQUE (a);
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT gone UNIQUE (b);
-- sqlite up
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    a integer,
    b integer,
    CONSTRAINT changed UNIQUE (a, b),
    CONSTRAINT come UNIQUE (b, a)
);
-- fails if two rows of users have the same a, b
-- fails if two rows of users have the same b, a
INSERT INTO hunter_new_users (id, a, b)
SELECT id, a, b FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
-- sqlite down
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    a integer,
    b integer,
    CONSTRAINT changed UNIQUE (a),
    CONSTRAINT gone UNIQUE (b)
);
-- fails if two rows of users have the same a
-- fails if two rows of users have the same b
INSERT INTO hunter_new_users (id, a, b)
SELECT id, a, b FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
