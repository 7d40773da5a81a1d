-- A table and a column of it get other names.
-- both before
CREATE TABLE users (id integer PRIMARY KEY, name text);
-- both after
CREATE TABLE people (id integer PRIMARY KEY, full_name text);
-- rows
INSERT INTO users VALUES (1, 'a');
-- rename users = people
-- rename people.name = people.full_name
-- postgres up
ALTER TABLE public.users RENAME TO people;
ALTER TABLE public.people RENAME COLUMN name TO full_name;
ALTER TABLE public.people DROP CONSTRAINT users_pkey;
-- Fails where a row of public.people breaks it.
ALTER TABLE public.people ADD CONSTRAINT people_pkey PRIMARY KEY (id);
-- postgres down
ALTER TABLE public.people RENAME COLUMN full_name TO name;
ALTER TABLE public.people RENAME TO users;
ALTER TABLE public.users DROP CONSTRAINT people_pkey;
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);
-- sqlite up
ALTER TABLE users RENAME TO people;
ALTER TABLE people RENAME COLUMN name TO full_name;
-- sqlite down
ALTER TABLE people RENAME COLUMN full_name TO name;
ALTER TABLE people RENAME TO users;
