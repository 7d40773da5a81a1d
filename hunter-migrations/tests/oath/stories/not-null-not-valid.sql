-- Columns must not be null for new rows only, and for old rows too.
-- postgres18 before
CREATE TABLE users (a integer, b integer, c integer CONSTRAINT c_is NOT NULL NO INHERIT);
ALTER TABLE users ADD CONSTRAINT b_is NOT NULL b NOT VALID;
-- postgres18 after
CREATE TABLE users (a integer, b integer NOT NULL, c integer NOT NULL);
ALTER TABLE users ADD CONSTRAINT users_a_not_null NOT NULL a NOT VALID;
-- postgres18 up
ALTER TABLE public.users ADD NOT NULL a NOT VALID;
-- Fails where public.users.b is null in a row.
ALTER TABLE public.users ALTER COLUMN b SET NOT NULL;
-- Fails where public.users.c is null in a row.
ALTER TABLE public.users
    ALTER COLUMN c DROP NOT NULL,
    ALTER COLUMN c SET NOT NULL;
-- postgres18 down
ALTER TABLE public.users ALTER COLUMN a DROP NOT NULL;
ALTER TABLE public.users ALTER COLUMN b DROP NOT NULL;
ALTER TABLE public.users ADD NOT NULL b NOT VALID;
ALTER TABLE public.users ALTER COLUMN c DROP NOT NULL;
ALTER TABLE public.users ADD NOT NULL c NO INHERIT;
