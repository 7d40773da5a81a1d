-- An identity column becomes wider.
-- postgres before
CREATE TABLE a (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
-- postgres after
CREATE TABLE a (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
-- postgres up
-- Converts the values of public.a.id; fails where one cannot be.
ALTER TABLE public.a ALTER COLUMN id TYPE bigint USING id::bigint;
-- postgres down
-- Converts the values of public.a.id; fails where one cannot be.
ALTER TABLE public.a ALTER COLUMN id TYPE integer USING id::integer;
