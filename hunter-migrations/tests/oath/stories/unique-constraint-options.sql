-- Nulls that are not distinct, columns included, when it is checked, and options of a unique constraint.
-- postgres before
CREATE TABLE users (
    a integer, b integer, CONSTRAINT nulls UNIQUE (a), CONSTRAINT includes UNIQUE (a, b), CONSTRAINT late UNIQUE (b),
    CONSTRAINT filled UNIQUE (b, a) WITH (fillfactor = 80)
);
-- postgres after
CREATE TABLE users (
    a integer, b integer, CONSTRAINT nulls UNIQUE NULLS NOT DISTINCT (a), CONSTRAINT includes UNIQUE (a) INCLUDE (b),
    CONSTRAINT late UNIQUE (b) DEFERRABLE INITIALLY DEFERRED, CONSTRAINT filled UNIQUE (b, a) WITH (fillfactor = 70)
);
-- postgres up
ALTER TABLE public.users DROP CONSTRAINT includes;
ALTER TABLE public.users DROP CONSTRAINT late;
ALTER TABLE public.users DROP CONSTRAINT nulls;
ALTER INDEX public.filled SET (fillfactor=70);
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT includes UNIQUE (a) INCLUDE (b);
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT late UNIQUE (b) DEFERRABLE INITIALLY DEFERRED;
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT nulls UNIQUE NULLS NOT DISTINCT (a);
-- postgres down
ALTER TABLE public.users DROP CONSTRAINT includes;
ALTER TABLE public.users DROP CONSTRAINT late;
ALTER TABLE public.users DROP CONSTRAINT nulls;
ALTER INDEX public.filled SET (fillfactor=80);
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT includes UNIQUE (a, b);
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT late UNIQUE (b);
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT nulls UNIQUE (a);
