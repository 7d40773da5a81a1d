-- A column changes its type and its default at once, and the old default would not do.
-- postgres before
CREATE TABLE users (a text DEFAULT 'x', b integer DEFAULT 0, c boolean DEFAULT true);
-- postgres after
CREATE TABLE users (a integer DEFAULT 7, b boolean DEFAULT false, c integer DEFAULT 1);
-- postgres up
-- Converts the values of public.users.a; fails where one cannot be.
ALTER TABLE public.users
    ALTER COLUMN a DROP DEFAULT,
    ALTER COLUMN a TYPE integer USING a::integer,
    ALTER COLUMN a SET DEFAULT 7;
-- Converts the values of public.users.b; fails where one cannot be.
ALTER TABLE public.users
    ALTER COLUMN b DROP DEFAULT,
    ALTER COLUMN b TYPE boolean USING b::boolean,
    ALTER COLUMN b SET DEFAULT false;
-- Converts the values of public.users.c; fails where one cannot be.
ALTER TABLE public.users
    ALTER COLUMN c DROP DEFAULT,
    ALTER COLUMN c TYPE integer USING c::integer,
    ALTER COLUMN c SET DEFAULT 1;
-- postgres down
-- Converts the values of public.users.a; fails where one cannot be.
ALTER TABLE public.users
    ALTER COLUMN a DROP DEFAULT,
    ALTER COLUMN a TYPE text USING a::text,
    ALTER COLUMN a SET DEFAULT 'x'::text;
-- Converts the values of public.users.b; fails where one cannot be.
ALTER TABLE public.users
    ALTER COLUMN b DROP DEFAULT,
    ALTER COLUMN b TYPE integer USING b::integer,
    ALTER COLUMN b SET DEFAULT 0;
-- Converts the values of public.users.c; fails where one cannot be.
ALTER TABLE public.users
    ALTER COLUMN c DROP DEFAULT,
    ALTER COLUMN c TYPE boolean USING c::boolean,
    ALTER COLUMN c SET DEFAULT true;
