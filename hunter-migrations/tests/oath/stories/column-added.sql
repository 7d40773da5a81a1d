-- Columns are added in front, in the middle and behind.
-- both before
CREATE TABLE users (id integer PRIMARY KEY, name text);
-- both after
CREATE TABLE users (first text, id integer PRIMARY KEY, age integer DEFAULT 18, name text, last varchar(10) DEFAULT 'x' NOT NULL);
-- rows
INSERT INTO users (id, name) VALUES (1, 'a');
-- keeps
SELECT name AS j FROM users WHERE id = 1;
-- postgres up
ALTER TABLE public.users ADD COLUMN first text;
ALTER TABLE public.users ADD COLUMN age integer DEFAULT 18;
ALTER TABLE public.users ADD COLUMN last character varying(10) DEFAULT 'x'::character varying NOT NULL;
-- postgres down
-- Loses the values of public.users.first.
ALTER TABLE public.users DROP COLUMN first;
-- Loses the values of public.users.age.
ALTER TABLE public.users DROP COLUMN age;
-- Loses the values of public.users.last.
ALTER TABLE public.users DROP COLUMN last;
-- sqlite up
CREATE TABLE hunter_new_users (
    first text,
    id integer PRIMARY KEY,
    age integer DEFAULT 18,
    name text,
    last varchar(10) NOT NULL DEFAULT 'x'
);
INSERT INTO hunter_new_users (id, name)
SELECT id, name FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
-- sqlite down
-- loses the values of users.last
ALTER TABLE users DROP COLUMN last;
-- loses the values of users.age
ALTER TABLE users DROP COLUMN age;
-- loses the values of users.first
ALTER TABLE users DROP COLUMN first;
