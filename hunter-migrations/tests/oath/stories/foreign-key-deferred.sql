-- A foreign key is checked at the end of the transaction, and another one at once again.
-- both before
CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE notes (
    id integer PRIMARY KEY, a integer CONSTRAINT notes_a REFERENCES users (id),
    b integer CONSTRAINT notes_b REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED
);
-- both after
CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE notes (
    id integer PRIMARY KEY, a integer CONSTRAINT notes_a REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED,
    b integer CONSTRAINT notes_b REFERENCES users (id)
);
-- postgres up
ALTER TABLE public.notes DROP CONSTRAINT notes_a;
ALTER TABLE public.notes DROP CONSTRAINT notes_b;
-- Fails where a row of public.notes breaks it.
ALTER TABLE public.notes ADD CONSTRAINT notes_a FOREIGN KEY (a) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
-- Fails where a row of public.notes breaks it.
ALTER TABLE public.notes ADD CONSTRAINT notes_b FOREIGN KEY (b) REFERENCES public.users(id);
-- postgres down
ALTER TABLE public.notes DROP CONSTRAINT notes_a;
ALTER TABLE public.notes DROP CONSTRAINT notes_b;
-- Fails where a row of public.notes breaks it.
ALTER TABLE public.notes ADD CONSTRAINT notes_a FOREIGN KEY (a) REFERENCES public.users(id);
-- Fails where a row of public.notes breaks it.
ALTER TABLE public.notes ADD CONSTRAINT notes_b FOREIGN KEY (b) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
-- sqlite up
CREATE TABLE hunter_new_notes (
    id integer PRIMARY KEY,
    a integer,
    b integer,
    CONSTRAINT notes_a FOREIGN KEY (a) REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT notes_b FOREIGN KEY (b) REFERENCES users (id)
);
-- fails on rows of notes whose a is not in users(id)
-- fails on rows of notes whose b is not in users(id)
INSERT INTO hunter_new_notes (id, a, b)
SELECT id, a, b FROM notes;
DROP TABLE notes;
ALTER TABLE hunter_new_notes RENAME TO notes;
-- sqlite down
CREATE TABLE hunter_new_notes (
    id integer PRIMARY KEY,
    a integer,
    b integer,
    CONSTRAINT notes_a FOREIGN KEY (a) REFERENCES users (id),
    CONSTRAINT notes_b FOREIGN KEY (b) REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED
);
-- fails on rows of notes whose a is not in users(id)
-- fails on rows of notes whose b is not in users(id)
INSERT INTO hunter_new_notes (id, a, b)
SELECT id, a, b FROM notes;
DROP TABLE notes;
ALTER TABLE hunter_new_notes RENAME TO notes;
