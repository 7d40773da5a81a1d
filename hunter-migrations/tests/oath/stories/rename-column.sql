-- A column gets another name, and its values stay.
-- both before
CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL DEFAULT 'x');
-- both after
CREATE TABLE users (id integer PRIMARY KEY, full_name text NOT NULL DEFAULT 'x');
-- rows
INSERT INTO users VALUES (1, 'a');
-- rename users.name = users.full_name
-- postgres up
ALTER TABLE public.users RENAME COLUMN name TO full_name;
-- postgres down
ALTER TABLE public.users RENAME COLUMN full_name TO name;
-- sqlite up
ALTER TABLE users RENAME COLUMN name TO full_name;
-- sqlite down
ALTER TABLE users RENAME COLUMN full_name TO name;
