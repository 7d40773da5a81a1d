-- A unique constraint becomes a unique index of the same name.
-- postgres before
CREATE TABLE users (a integer, CONSTRAINT once UNIQUE (a));
-- postgres after
CREATE TABLE users (a integer);
CREATE UNIQUE INDEX once ON users (a);
-- postgres up
ALTER TABLE public.users DROP CONSTRAINT once;
CREATE UNIQUE INDEX once ON public.users USING btree (a);
-- postgres down
DROP INDEX public.once;
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT once UNIQUE (a);
