-- The key of a table and the column that references it change their type together.
-- both before
CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE notes (id integer PRIMARY KEY, writer integer CONSTRAINT notes_writer REFERENCES users (id) ON DELETE CASCADE);
-- both after
CREATE TABLE users (id varchar(9) PRIMARY KEY);
CREATE TABLE notes (id integer PRIMARY KEY, writer varchar(9) CONSTRAINT notes_writer REFERENCES users (id) ON DELETE CASCADE);
-- rows
INSERT INTO users VALUES (1);
INSERT INTO notes VALUES (2, 1);
-- keeps
SELECT users.id || ' ' || notes.id AS j FROM users JOIN notes ON writer = users.id;
-- postgres up
ALTER TABLE public.notes DROP CONSTRAINT notes_writer;
-- Converts the values of public.users.id; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN id TYPE character varying(9) USING id::text;
-- Converts the values of public.notes.writer; fails where one cannot be.
ALTER TABLE public.notes ALTER COLUMN writer TYPE character varying(9) USING writer::text;
ALTER TABLE public.notes ADD CONSTRAINT notes_writer FOREIGN KEY (writer) REFERENCES public.users(id) ON DELETE CASCADE;
-- postgres down
ALTER TABLE public.notes DROP CONSTRAINT notes_writer;
-- Converts the values of public.users.id; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN id TYPE integer USING id::integer;
-- Converts the values of public.notes.writer; fails where one cannot be.
ALTER TABLE public.notes ALTER COLUMN writer TYPE integer USING writer::integer;
ALTER TABLE public.notes ADD CONSTRAINT notes_writer FOREIGN KEY (writer) REFERENCES public.users(id) ON DELETE CASCADE;
-- sqlite up
CREATE TABLE hunter_new_users (
    id varchar(9),
    PRIMARY KEY (id)
);
INSERT INTO hunter_new_users (id)
SELECT id FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
CREATE TABLE hunter_new_notes (
    id integer PRIMARY KEY,
    writer varchar(9),
    CONSTRAINT notes_writer FOREIGN KEY (writer) REFERENCES users (id) ON DELETE CASCADE
);
INSERT INTO hunter_new_notes (id, writer)
SELECT id, writer FROM notes;
DROP TABLE notes;
ALTER TABLE hunter_new_notes RENAME TO notes;
-- sqlite down
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY
);
INSERT INTO hunter_new_users (id)
SELECT id FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
CREATE TABLE hunter_new_notes (
    id integer PRIMARY KEY,
    writer integer,
    CONSTRAINT notes_writer FOREIGN KEY (writer) REFERENCES users (id) ON DELETE CASCADE
);
INSERT INTO hunter_new_notes (id, writer)
SELECT id, writer FROM notes;
DROP TABLE notes;
ALTER TABLE hunter_new_notes RENAME TO notes;
