-- A composite type is made, with a table and a function that use it.
-- postgres before
-- postgres after
CREATE TYPE address AS (street text, zip varchar(10) COLLATE "C");
COMMENT ON TYPE address IS 'where to';
COMMENT ON COLUMN address.zip IS 'of the city';
CREATE TABLE users (home address, others address[]);
CREATE FUNCTION zip(address) RETURNS text LANGUAGE sql AS 'SELECT ($1).zip';
-- postgres up
CREATE TYPE public.address AS (
    street text,
    zip character varying(10) collate "C"
);
COMMENT ON COLUMN public.address.zip IS 'of the city';
COMMENT ON TYPE public.address IS 'where to';
CREATE TABLE public.users (
    home public.address,
    others public.address[]
);
CREATE FUNCTION public.zip(public.address)
RETURNS text
LANGUAGE sql
AS $$SELECT ($1).zip$$;
-- postgres down
DROP FUNCTION public.zip(public.address);
-- Loses every row of public.users.
DROP TABLE public.users;
DROP TYPE public.address;
