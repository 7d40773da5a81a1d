-- A check is not valid yet, is validated, and does not go to children.
-- postgres before
CREATE TABLE users (a integer, CONSTRAINT alone CHECK (a > 2));
ALTER TABLE users ADD CONSTRAINT validated CHECK (a > 0) NOT VALID;
-- postgres after
CREATE TABLE users (a integer, CONSTRAINT alone CHECK (a > 2) NO INHERIT, CONSTRAINT validated CHECK (a > 0));
ALTER TABLE users ADD CONSTRAINT fresh CHECK (a > 1) NOT VALID;
-- postgres up
ALTER TABLE public.users DROP CONSTRAINT alone;
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT alone CHECK ((a > 2)) NO INHERIT;
ALTER TABLE public.users ADD CONSTRAINT fresh CHECK ((a > 1)) NOT VALID;
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users VALIDATE CONSTRAINT validated;
-- postgres down
ALTER TABLE public.users DROP CONSTRAINT alone;
ALTER TABLE public.users DROP CONSTRAINT fresh;
ALTER TABLE public.users DROP CONSTRAINT validated;
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT alone CHECK ((a > 2));
ALTER TABLE public.users ADD CONSTRAINT validated CHECK ((a > 0)) NOT VALID;
