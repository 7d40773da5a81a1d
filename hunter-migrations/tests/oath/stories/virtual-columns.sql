-- A generated column is reckoned and not stored, is changed and goes.
-- postgres18 before
CREATE TABLE users (a integer, changed integer GENERATED ALWAYS AS (a + 1) VIRTUAL, gone integer GENERATED ALWAYS AS (a + 2) VIRTUAL);
-- postgres18 after
CREATE TABLE users (a integer, changed integer GENERATED ALWAYS AS (a + 11) VIRTUAL, come integer GENERATED ALWAYS AS (a + 3) VIRTUAL);
-- postgres18 up
ALTER TABLE public.users DROP COLUMN changed;
ALTER TABLE public.users DROP COLUMN gone;
ALTER TABLE public.users ADD COLUMN changed integer GENERATED ALWAYS AS (a + 11) VIRTUAL;
ALTER TABLE public.users ADD COLUMN come integer GENERATED ALWAYS AS (a + 3) VIRTUAL;
-- postgres18 down
ALTER TABLE public.users DROP COLUMN changed;
ALTER TABLE public.users DROP COLUMN come;
ALTER TABLE public.users ADD COLUMN changed integer GENERATED ALWAYS AS (a + 1) VIRTUAL;
ALTER TABLE public.users ADD COLUMN gone integer GENERATED ALWAYS AS (a + 2) VIRTUAL;
