-- A foreign key is not valid yet, and another one is validated.
-- postgres before
CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE notes (a integer, b integer);
ALTER TABLE notes ADD CONSTRAINT notes_b FOREIGN KEY (b) REFERENCES users (id) NOT VALID;
-- postgres after
CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE notes (a integer, b integer CONSTRAINT notes_b REFERENCES users (id));
ALTER TABLE notes ADD CONSTRAINT notes_a FOREIGN KEY (a) REFERENCES users (id) MATCH FULL ON DELETE SET DEFAULT NOT VALID;
-- postgres up
ALTER TABLE public.notes ADD CONSTRAINT notes_a FOREIGN KEY (a) REFERENCES public.users(id) MATCH FULL ON DELETE SET DEFAULT NOT VALID;
-- Fails where a row of public.notes breaks it.
ALTER TABLE public.notes VALIDATE CONSTRAINT notes_b;
-- postgres down
ALTER TABLE public.notes DROP CONSTRAINT notes_a;
ALTER TABLE public.notes DROP CONSTRAINT notes_b;
ALTER TABLE public.notes ADD CONSTRAINT notes_b FOREIGN KEY (b) REFERENCES public.users(id) NOT VALID;
