-- A check is not enforced, and another one is again.
-- postgres18 before
CREATE TABLE users (a integer, CONSTRAINT one CHECK (a > 0) NOT ENFORCED);
-- postgres18 after
CREATE TABLE users (a integer, CONSTRAINT one CHECK (a > 0), CONSTRAINT two CHECK (a > 1) NOT ENFORCED);
-- postgres18 up
ALTER TABLE public.users DROP CONSTRAINT one;
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT one CHECK ((a > 0));
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT two CHECK ((a > 1)) NOT ENFORCED;
-- postgres18 down
ALTER TABLE public.users DROP CONSTRAINT one;
ALTER TABLE public.users DROP CONSTRAINT two;
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT one CHECK ((a > 0)) NOT ENFORCED;
