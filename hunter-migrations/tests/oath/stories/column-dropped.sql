-- Columns go, one of them with its index and its check.
-- both before
CREATE TABLE users (id integer PRIMARY KEY, name text, age integer CONSTRAINT users_age CHECK (age > 0), nick text);
CREATE INDEX users_by_nick ON users (nick);
-- both after
CREATE TABLE users (id integer PRIMARY KEY, name text);
-- rows
INSERT INTO users VALUES (1, 'a', 2, 'b');
-- keeps
SELECT name AS j FROM users;
-- postgres up
DROP INDEX public.users_by_nick;
ALTER TABLE public.users DROP CONSTRAINT users_age;
-- Loses the values of public.users.age.
ALTER TABLE public.users DROP COLUMN age;
-- Loses the values of public.users.nick.
ALTER TABLE public.users DROP COLUMN nick;
-- postgres down
ALTER TABLE public.users ADD COLUMN age integer;
ALTER TABLE public.users ADD COLUMN nick text;
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT users_age CHECK ((age > 0));
CREATE INDEX users_by_nick ON public.users USING btree (nick);
-- sqlite up
DROP INDEX users_by_nick;
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    name text
);
INSERT INTO hunter_new_users (id, name)
SELECT id, name FROM users;
-- loses the values of users.age
-- loses the values of users.nick
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
-- sqlite down
ALTER TABLE users ADD COLUMN age integer CONSTRAINT users_age CHECK (age > 0);
ALTER TABLE users ADD COLUMN nick text;
CREATE INDEX users_by_nick ON users (nick);
