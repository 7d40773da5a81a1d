-- What a foreign key does when the other row changes or goes is another thing.
-- both before
CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE notes (
    id integer PRIMARY KEY, a integer CONSTRAINT notes_a REFERENCES users (id) ON DELETE CASCADE,
    b integer CONSTRAINT notes_b REFERENCES users (id) ON UPDATE SET NULL, c integer CONSTRAINT notes_c REFERENCES users (id)
);
-- both after
CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE notes (
    id integer PRIMARY KEY, a integer CONSTRAINT notes_a REFERENCES users (id) ON DELETE SET NULL,
    b integer CONSTRAINT notes_b REFERENCES users (id), c integer CONSTRAINT notes_c REFERENCES users (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
-- rows
INSERT INTO users VALUES (1);
INSERT INTO notes VALUES (2, 1, 1, 1);
-- keeps
SELECT (a + b + c) || '' AS j FROM notes;
-- postgres up
ALTER TABLE public.notes DROP CONSTRAINT notes_a;
ALTER TABLE public.notes DROP CONSTRAINT notes_b;
ALTER TABLE public.notes DROP CONSTRAINT notes_c;
-- Fails where a row of public.notes breaks it.
ALTER TABLE public.notes ADD CONSTRAINT notes_a FOREIGN KEY (a) REFERENCES public.users(id) ON DELETE SET NULL;
-- Fails where a row of public.notes breaks it.
ALTER TABLE public.notes ADD CONSTRAINT notes_b FOREIGN KEY (b) REFERENCES public.users(id);
-- Fails where a row of public.notes breaks it.
ALTER TABLE public.notes ADD CONSTRAINT notes_c FOREIGN KEY (c) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;
-- postgres down
ALTER TABLE public.notes DROP CONSTRAINT notes_a;
ALTER TABLE public.notes DROP CONSTRAINT notes_b;
ALTER TABLE public.notes DROP CONSTRAINT notes_c;
-- Fails where a row of public.notes breaks it.
ALTER TABLE public.notes ADD CONSTRAINT notes_a FOREIGN KEY (a) REFERENCES public.users(id) ON DELETE CASCADE;
-- Fails where a row of public.notes breaks it.
ALTER TABLE public.notes ADD CONSTRAINT notes_b FOREIGN KEY (b) REFERENCES public.users(id) ON UPDATE SET NULL;
-- Fails where a row of public.notes breaks it.
ALTER TABLE public.notes ADD CONSTRAINT notes_c FOREIGN KEY (c) REFERENCES public.users(id);
-- sqlite up
CREATE TABLE hunter_new_notes (
    id integer PRIMARY KEY,
    a integer,
    b integer,
    c integer,
    CONSTRAINT notes_a FOREIGN KEY (a) REFERENCES users (id) ON DELETE SET NULL,
    CONSTRAINT notes_b FOREIGN KEY (b) REFERENCES users (id),
    CONSTRAINT notes_c FOREIGN KEY (c) REFERENCES users (id) ON UPDATE CASCADE ON DELETE RESTRICT
);
-- fails on rows of notes whose a is not in users(id)
-- fails on rows of notes whose b is not in users(id)
-- fails on rows of notes whose c is not in users(id)
INSERT INTO hunter_new_notes (id, a, b, c)
SELECT id, a, b, c FROM notes;
DROP TABLE notes;
ALTER TABLE hunter_new_notes RENAME TO notes;
-- sqlite down
CREATE TABLE hunter_new_notes (
    id integer PRIMARY KEY,
    a integer,
    b integer,
    c integer,
    CONSTRAINT notes_a FOREIGN KEY (a) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT notes_b FOREIGN KEY (b) REFERENCES users (id) ON UPDATE SET NULL,
    CONSTRAINT notes_c FOREIGN KEY (c) REFERENCES users (id)
);
-- fails on rows of notes whose a is not in users(id)
-- fails on rows of notes whose b is not in users(id)
-- fails on rows of notes whose c is not in users(id)
INSERT INTO hunter_new_notes (id, a, b, c)
SELECT id, a, b, c FROM notes;
DROP TABLE notes;
ALTER TABLE hunter_new_notes RENAME TO notes;
