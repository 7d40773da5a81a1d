-- A column goes with its foreign key, policy, view and trigger, and they come back on another column.
-- postgres before
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE notes (a integer CONSTRAINT writer REFERENCES users (id), b integer);
CREATE POLICY own ON notes USING (a > 0);
CREATE VIEW shown AS SELECT a AS n FROM notes;
CREATE TRIGGER seen BEFORE UPDATE OF a ON notes FOR EACH ROW WHEN (new.a > 0) EXECUTE FUNCTION touch();
CREATE FUNCTION total() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT sum(a) FROM notes; END;
-- postgres after
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE notes (b integer CONSTRAINT writer REFERENCES users (id));
CREATE POLICY own ON notes USING (b > 0);
CREATE VIEW shown AS SELECT b AS n FROM notes;
CREATE TRIGGER seen BEFORE UPDATE OF b ON notes FOR EACH ROW WHEN (new.b > 0) EXECUTE FUNCTION touch();
CREATE FUNCTION total() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT sum(b) FROM notes; END;
-- postgres up
DROP POLICY own ON public.notes;
DROP TRIGGER seen ON public.notes;
ALTER TABLE public.notes DROP CONSTRAINT writer;
-- Fails where a row of public.notes breaks it.
ALTER TABLE public.notes ADD CONSTRAINT writer FOREIGN KEY (b) REFERENCES public.users(id);
CREATE OR REPLACE VIEW public.shown AS
 SELECT notes.b AS n
   FROM public.notes;
CREATE OR REPLACE FUNCTION public.total()
RETURNS bigint
LANGUAGE sql
BEGIN ATOMIC
 SELECT sum(notes.b) AS sum
    FROM public.notes;
END;
-- Loses the values of public.notes.a.
ALTER TABLE public.notes DROP COLUMN a;
CREATE TRIGGER seen BEFORE UPDATE OF b ON public.notes FOR EACH ROW WHEN ((new.b > 0)) EXECUTE FUNCTION public.touch();
CREATE POLICY own ON public.notes
    USING (b > 0);
-- postgres down
DROP POLICY own ON public.notes;
DROP TRIGGER seen ON public.notes;
ALTER TABLE public.notes DROP CONSTRAINT writer;
ALTER TABLE public.notes ADD COLUMN a integer;
-- Fails where a row of public.notes breaks it.
ALTER TABLE public.notes ADD CONSTRAINT writer FOREIGN KEY (a) REFERENCES public.users(id);
CREATE OR REPLACE VIEW public.shown AS
 SELECT notes.a AS n
   FROM public.notes;
CREATE OR REPLACE FUNCTION public.total()
RETURNS bigint
LANGUAGE sql
BEGIN ATOMIC
 SELECT sum(notes.a) AS sum
    FROM public.notes;
END;
CREATE TRIGGER seen BEFORE UPDATE OF a ON public.notes FOR EACH ROW WHEN ((new.a > 0)) EXECUTE FUNCTION public.touch();
CREATE POLICY own ON public.notes
    USING (a > 0);
