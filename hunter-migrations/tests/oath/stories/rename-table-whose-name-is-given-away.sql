-- A table gets another name, and a new table gets the old one.
-- both before
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE TABLE notes (writer integer CONSTRAINT notes_writer REFERENCES users (id));
-- postgres after
CREATE TABLE people (id integer CONSTRAINT users_pkey PRIMARY KEY, name text);
CREATE TABLE users (code text CONSTRAINT users_code PRIMARY KEY);
CREATE TABLE notes (writer integer CONSTRAINT notes_writer REFERENCES people (id));
-- sqlite after
CREATE TABLE people (id integer PRIMARY KEY, name text);
CREATE TABLE users (code text PRIMARY KEY);
CREATE TABLE notes (writer integer CONSTRAINT notes_writer REFERENCES people (id));
-- rows
INSERT INTO users VALUES (1, 'a');
INSERT INTO notes VALUES (1);
-- keeps
SELECT writer || '' AS j FROM notes;
-- rename users = people
-- postgres up
ALTER TABLE public.users RENAME TO people;
CREATE TABLE public.users (
    code text NOT NULL,
    CONSTRAINT users_code PRIMARY KEY (code)
);
-- postgres down
ALTER TABLE public.users RENAME TO users_before;
ALTER TABLE public.people RENAME TO users;
-- Loses every row of public.users_before.
DROP TABLE public.users_before;
-- sqlite up
ALTER TABLE users RENAME TO people;
CREATE TABLE users (
    code text,
    PRIMARY KEY (code)
);
-- sqlite down
ALTER TABLE users RENAME TO users_before;
ALTER TABLE people RENAME TO users;
-- loses every row of users_before
DROP TABLE users_before;
