-- One table goes and another one comes.
-- both before
CREATE TABLE old_users (id integer PRIMARY KEY, name text);
CREATE INDEX old_by_name ON old_users (name);
-- both after
CREATE TABLE people (id integer PRIMARY KEY, full_name text);
CREATE INDEX people_by_name ON people (full_name);
-- postgres up
-- Loses every row of public.old_users.
DROP TABLE public.old_users;
CREATE TABLE public.people (
    id integer NOT NULL,
    full_name text,
    CONSTRAINT people_pkey PRIMARY KEY (id)
);
CREATE INDEX people_by_name ON public.people USING btree (full_name);
-- postgres down
-- Loses every row of public.people.
DROP TABLE public.people;
CREATE TABLE public.old_users (
    id integer NOT NULL,
    name text,
    CONSTRAINT old_users_pkey PRIMARY KEY (id)
);
CREATE INDEX old_by_name ON public.old_users USING btree (name);
-- sqlite up
-- loses every row of old_users
DROP TABLE old_users;
CREATE TABLE people (
    id integer PRIMARY KEY,
    full_name text
);
CREATE INDEX people_by_name ON people (full_name);
-- sqlite down
-- loses every row of people
DROP TABLE people;
CREATE TABLE old_users (
    id integer PRIMARY KEY,
    name text
);
CREATE INDEX old_by_name ON old_users (name);
