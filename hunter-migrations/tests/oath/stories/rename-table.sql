-- A table gets another name, with its rows.
-- both before
CREATE TABLE users (id integer PRIMARY KEY, name text);
-- both after
CREATE TABLE people (id integer PRIMARY KEY, name text);
-- rows
INSERT INTO users VALUES (1, 'a');
-- rename users = people
-- postgres up
ALTER TABLE public.users RENAME TO people;
ALTER TABLE public.people DROP CONSTRAINT users_pkey;
-- Fails where a row of public.people breaks it.
ALTER TABLE public.people ADD CONSTRAINT people_pkey PRIMARY KEY (id);
-- postgres down
ALTER TABLE public.people RENAME TO users;
ALTER TABLE public.users DROP CONSTRAINT people_pkey;
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);
-- sqlite up
ALTER TABLE users RENAME TO people;
-- sqlite down
ALTER TABLE people RENAME TO users;
