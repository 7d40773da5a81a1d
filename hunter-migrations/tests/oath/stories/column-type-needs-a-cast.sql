-- A text becomes a number, which the server does not do by itself.
-- postgres before
CREATE TABLE users (id integer PRIMARY KEY, age text);
-- postgres after
CREATE TABLE users (id integer PRIMARY KEY, age integer);
-- rows
INSERT INTO users VALUES (1, '30');
-- keeps
SELECT age::text AS j FROM users;
-- postgres up
-- Converts the values of public.users.age; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN age TYPE integer USING age::integer;
-- postgres down
-- Converts the values of public.users.age; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN age TYPE text USING age::text;
