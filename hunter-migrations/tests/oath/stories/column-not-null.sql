-- A column begins to refuse nulls, another one ceases.
-- both before
CREATE TABLE users (id integer PRIMARY KEY, name text, age integer NOT NULL);
-- both after
CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL, age integer);
-- rows
INSERT INTO users VALUES (1, 'a', 2);
-- keeps
SELECT name || age AS j FROM users;
-- postgres up
-- Fails where public.users.name is null in a row.
ALTER TABLE public.users ALTER COLUMN name SET NOT NULL;
ALTER TABLE public.users ALTER COLUMN age DROP NOT NULL;
-- postgres down
ALTER TABLE public.users ALTER COLUMN name DROP NOT NULL;
-- Fails where public.users.age is null in a row.
ALTER TABLE public.users ALTER COLUMN age SET NOT NULL;
-- sqlite up
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    name text NOT NULL,
    age integer
);
-- fails on rows without a value of users.name
INSERT INTO hunter_new_users (id, name, age)
SELECT id, name, age FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
-- sqlite down
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    name text,
    age integer NOT NULL
);
-- fails on rows without a value of users.age
INSERT INTO hunter_new_users (id, name, age)
SELECT id, name, age FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
