-- Columns become wider and narrower, a number becomes a text.
-- both before
CREATE TABLE users (id integer PRIMARY KEY, name varchar(20), nick varchar(20), age integer);
-- both after
CREATE TABLE users (id bigint PRIMARY KEY, name varchar(40), nick varchar(10), age text);
-- rows
INSERT INTO users VALUES (1, 'a', 'b', 30);
-- keeps
SELECT name || nick || age AS j FROM users;
-- postgres up
-- Converts the values of public.users.id; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN id TYPE bigint USING id::bigint;
-- Converts the values of public.users.name; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN name TYPE character varying(40);
-- Converts the values of public.users.nick; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN nick TYPE character varying(10);
-- Converts the values of public.users.age; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN age TYPE text USING age::text;
-- postgres down
-- Converts the values of public.users.id; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN id TYPE integer USING id::integer;
-- Converts the values of public.users.name; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN name TYPE character varying(20);
-- Converts the values of public.users.nick; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN nick TYPE character varying(20);
-- Converts the values of public.users.age; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN age TYPE integer USING age::integer;
-- sqlite up
CREATE TABLE hunter_new_users (
    id bigint,
    name varchar(40),
    nick varchar(10),
    age text,
    PRIMARY KEY (id)
);
INSERT INTO hunter_new_users (id, name, nick, age)
SELECT id, name, nick, age FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
-- sqlite down
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    name varchar(20),
    nick varchar(20),
    age integer
);
INSERT INTO hunter_new_users (id, name, nick, age)
SELECT id, name, nick, age FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
