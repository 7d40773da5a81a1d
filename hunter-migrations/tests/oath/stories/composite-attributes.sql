-- A composite type that nothing uses has an attribute more, one less and one of another type.
-- postgres before
CREATE TYPE address AS (street text, zip varchar(10), floor integer);
-- postgres after
CREATE TYPE address AS (street text, zip text, city text);
COMMENT ON COLUMN address.city IS 'with the country';
-- postgres up
ALTER TYPE public.address DROP ATTRIBUTE floor;
ALTER TYPE public.address ALTER ATTRIBUTE zip TYPE text;
ALTER TYPE public.address ADD ATTRIBUTE city text;
COMMENT ON COLUMN public.address.city IS 'with the country';
-- postgres down
ALTER TYPE public.address DROP ATTRIBUTE city;
ALTER TYPE public.address ALTER ATTRIBUTE zip TYPE character varying(10);
ALTER TYPE public.address ADD ATTRIBUTE floor integer;
