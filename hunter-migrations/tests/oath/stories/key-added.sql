-- A primary key is added, and another one removed.
-- both before
CREATE TABLE a (id integer, name text);
CREATE TABLE b (id integer PRIMARY KEY, name text);
-- postgres after
CREATE TABLE a (id integer PRIMARY KEY, name text);
CREATE TABLE b (id integer NOT NULL, name text);
-- sqlite after
CREATE TABLE a (id integer PRIMARY KEY, name text);
CREATE TABLE b (id integer, name text);
-- rows
INSERT INTO a VALUES (1, 'a');
INSERT INTO b VALUES (2, 'b');
-- keeps
SELECT a.name || b.name AS j FROM a JOIN b ON a.id + 1 = b.id;
-- postgres up
ALTER TABLE public.b DROP CONSTRAINT b_pkey;
-- Fails where public.a.id is null in a row.
ALTER TABLE public.a ALTER COLUMN id SET NOT NULL;
-- Fails where a row of public.a breaks it.
ALTER TABLE public.a ADD CONSTRAINT a_pkey PRIMARY KEY (id);
-- postgres down
ALTER TABLE public.a DROP CONSTRAINT a_pkey;
ALTER TABLE public.a ALTER COLUMN id DROP NOT NULL;
-- Fails where a row of public.b breaks it.
ALTER TABLE public.b ADD CONSTRAINT b_pkey PRIMARY KEY (id);
-- sqlite up
CREATE TABLE hunter_new_a (
    id integer PRIMARY KEY,
    name text
);
-- fails if two rows of a have the same id
INSERT INTO hunter_new_a (id, name)
SELECT id, name FROM a;
DROP TABLE a;
ALTER TABLE hunter_new_a RENAME TO a;
CREATE TABLE hunter_new_b (
    id integer,
    name text
);
INSERT INTO hunter_new_b (id, name)
SELECT id, name FROM b;
DROP TABLE b;
ALTER TABLE hunter_new_b RENAME TO b;
-- sqlite down
CREATE TABLE hunter_new_a (
    id integer,
    name text
);
INSERT INTO hunter_new_a (id, name)
SELECT id, name FROM a;
DROP TABLE a;
ALTER TABLE hunter_new_a RENAME TO a;
CREATE TABLE hunter_new_b (
    id integer PRIMARY KEY,
    name text
);
-- fails if two rows of b have the same id
INSERT INTO hunter_new_b (id, name)
SELECT id, name FROM b;
DROP TABLE b;
ALTER TABLE hunter_new_b RENAME TO b;
