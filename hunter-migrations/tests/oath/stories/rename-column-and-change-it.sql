-- A column gets another name and another type at once.
-- both before
CREATE TABLE users (id integer PRIMARY KEY, name varchar(10));
-- both after
CREATE TABLE users (id integer PRIMARY KEY, full_name varchar(20) DEFAULT 'x' NOT NULL);
-- rows
INSERT INTO users VALUES (1, 'a');
-- rename users.name = users.full_name
-- postgres up
ALTER TABLE public.users RENAME COLUMN name TO full_name;
-- Converts the values of public.users.full_name; fails where one cannot be.
ALTER TABLE public.users
    ALTER COLUMN full_name TYPE character varying(20),
    ALTER COLUMN full_name SET NOT NULL,
    ALTER COLUMN full_name SET DEFAULT 'x'::character varying;
-- postgres down
ALTER TABLE public.users RENAME COLUMN full_name TO name;
-- Converts the values of public.users.name; fails where one cannot be.
ALTER TABLE public.users
    ALTER COLUMN name DROP DEFAULT,
    ALTER COLUMN name TYPE character varying(10),
    ALTER COLUMN name DROP NOT NULL;
-- sqlite up
ALTER TABLE users RENAME COLUMN name TO full_name;
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    full_name varchar(20) NOT NULL DEFAULT 'x'
);
INSERT INTO hunter_new_users (id, full_name)
SELECT id, coalesce(full_name, 'x') FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
-- sqlite down
ALTER TABLE users RENAME COLUMN full_name TO name;
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    name varchar(10)
);
INSERT INTO hunter_new_users (id, name)
SELECT id, name FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
