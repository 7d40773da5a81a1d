-- A foreign key goes to a table that is made with it, and the table before goes.
-- both before
CREATE TABLE old_users (id integer PRIMARY KEY);
CREATE TABLE notes (id integer PRIMARY KEY, writer integer CONSTRAINT notes_writer REFERENCES old_users (id));
-- both after
CREATE TABLE people (id integer PRIMARY KEY);
CREATE TABLE notes (id integer PRIMARY KEY, writer integer CONSTRAINT notes_writer REFERENCES people (id));
-- postgres up
ALTER TABLE public.notes DROP CONSTRAINT notes_writer;
-- Loses every row of public.old_users.
DROP TABLE public.old_users;
CREATE TABLE public.people (
    id integer NOT NULL,
    CONSTRAINT people_pkey PRIMARY KEY (id)
);
-- Fails where a row of public.notes breaks it.
ALTER TABLE public.notes ADD CONSTRAINT notes_writer FOREIGN KEY (writer) REFERENCES public.people(id);
-- postgres down
ALTER TABLE public.notes DROP CONSTRAINT notes_writer;
-- Loses every row of public.people.
DROP TABLE public.people;
CREATE TABLE public.old_users (
    id integer NOT NULL,
    CONSTRAINT old_users_pkey PRIMARY KEY (id)
);
-- Fails where a row of public.notes breaks it.
ALTER TABLE public.notes ADD CONSTRAINT notes_writer FOREIGN KEY (writer) REFERENCES public.old_users(id);
-- sqlite up
CREATE TABLE people (
    id integer PRIMARY KEY
);
CREATE TABLE hunter_new_notes (
    id integer PRIMARY KEY,
    writer integer,
    CONSTRAINT notes_writer FOREIGN KEY (writer) REFERENCES people (id)
);
-- fails on rows of notes whose writer is not in people(id)
INSERT INTO hunter_new_notes (id, writer)
SELECT id, writer FROM notes;
DROP TABLE notes;
ALTER TABLE hunter_new_notes RENAME TO notes;
-- loses every row of old_users
DROP TABLE old_users;
-- sqlite down
CREATE TABLE old_users (
    id integer PRIMARY KEY
);
CREATE TABLE hunter_new_notes (
    id integer PRIMARY KEY,
    writer integer,
    CONSTRAINT notes_writer FOREIGN KEY (writer) REFERENCES old_users (id)
);
-- fails on rows of notes whose writer is not in old_users(id)
INSERT INTO hunter_new_notes (id, writer)
SELECT id, writer FROM notes;
DROP TABLE notes;
ALTER TABLE hunter_new_notes RENAME TO notes;
-- loses every row of people
DROP TABLE people;
