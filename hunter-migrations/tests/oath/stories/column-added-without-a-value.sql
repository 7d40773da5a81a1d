-- A column that must not be null and has no default is added to an empty table.
-- both before
CREATE TABLE users (id integer PRIMARY KEY);
-- both after
CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL);
-- postgres up
-- Fails where public.users has rows: give name a default, or fill it in steps.
ALTER TABLE public.users ADD COLUMN name text NOT NULL;
-- postgres down
-- Loses the values of public.users.name.
ALTER TABLE public.users DROP COLUMN name;
-- sqlite up
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    name text NOT NULL
);
-- fails on every row: users.name must have a value and has no default
INSERT INTO hunter_new_users (id)
SELECT id FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
-- sqlite down
-- loses the values of users.name
ALTER TABLE users DROP COLUMN name;
