-- A trigger of a column goes with the column, and one is made of another column.
-- postgres before
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE users (id integer, name text);
CREATE TRIGGER a BEFORE UPDATE OF name ON users FOR EACH ROW EXECUTE FUNCTION touch();
-- postgres after
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE users (id integer);
CREATE TRIGGER a BEFORE UPDATE OF id ON users FOR EACH ROW EXECUTE FUNCTION touch();
-- postgres up
DROP TRIGGER a ON public.users;
-- Loses the values of public.users.name.
ALTER TABLE public.users DROP COLUMN name;
CREATE TRIGGER a BEFORE UPDATE OF id ON public.users FOR EACH ROW EXECUTE FUNCTION public.touch();
-- postgres down
DROP TRIGGER a ON public.users;
ALTER TABLE public.users ADD COLUMN name text;
CREATE TRIGGER a BEFORE UPDATE OF name ON public.users FOR EACH ROW EXECUTE FUNCTION public.touch();
