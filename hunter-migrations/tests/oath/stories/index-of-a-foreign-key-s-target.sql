-- A foreign key references a unique index, which gets another name.
-- postgres before
CREATE TABLE users (code integer);
CREATE UNIQUE INDEX old_codes ON users (code);
CREATE TABLE notes (code integer CONSTRAINT notes_code REFERENCES users (code));
-- postgres after
CREATE TABLE users (code integer);
CREATE UNIQUE INDEX new_codes ON users (code);
CREATE TABLE notes (code integer CONSTRAINT notes_code REFERENCES users (code));
-- postgres up
ALTER TABLE public.notes DROP CONSTRAINT notes_code;
DROP INDEX public.old_codes;
CREATE UNIQUE INDEX new_codes ON public.users USING btree (code);
ALTER TABLE public.notes ADD CONSTRAINT notes_code FOREIGN KEY (code) REFERENCES public.users(code);
-- postgres down
ALTER TABLE public.notes DROP CONSTRAINT notes_code;
DROP INDEX public.new_codes;
CREATE UNIQUE INDEX old_codes ON public.users USING btree (code);
ALTER TABLE public.notes ADD CONSTRAINT notes_code FOREIGN KEY (code) REFERENCES public.users(code);
