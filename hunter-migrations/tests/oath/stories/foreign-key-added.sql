-- Foreign keys are added and removed.
-- both before
CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE notes (id integer PRIMARY KEY, a integer, b integer CONSTRAINT gone REFERENCES users (id));
-- both after
CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE notes (id integer PRIMARY KEY, a integer CONSTRAINT come REFERENCES users (id), b integer);
-- rows
INSERT INTO users VALUES (1);
INSERT INTO notes VALUES (2, 1, 1);
-- keeps
SELECT (a + b) || '' AS j FROM notes;
-- postgres up
ALTER TABLE public.notes DROP CONSTRAINT gone;
-- Fails where a row of public.notes breaks it.
ALTER TABLE public.notes ADD CONSTRAINT come FOREIGN KEY (a) REFERENCES public.users(id);
-- postgres down
ALTER TABLE public.notes DROP CONSTRAINT come;
-- Fails where a row of public.notes breaks it.
ALTER TABLE public.notes ADD CONSTRAINT gone FOREIGN KEY (b) REFERENCES public.users(id);
-- sqlite up
CREATE TABLE hunter_new_notes (
    id integer PRIMARY KEY,
    a integer,
    b integer,
    CONSTRAINT come FOREIGN KEY (a) REFERENCES users (id)
);
-- fails on rows of notes whose a is not in users(id)
INSERT INTO hunter_new_notes (id, a, b)
SELECT id, a, b FROM notes;
DROP TABLE notes;
ALTER TABLE hunter_new_notes RENAME TO notes;
-- sqlite down
CREATE TABLE hunter_new_notes (
    id integer PRIMARY KEY,
    a integer,
    b integer,
    CONSTRAINT gone FOREIGN KEY (b) REFERENCES users (id)
);
-- fails on rows of notes whose b is not in users(id)
INSERT INTO hunter_new_notes (id, a, b)
SELECT id, a, b FROM notes;
DROP TABLE notes;
ALTER TABLE hunter_new_notes RENAME TO notes;
