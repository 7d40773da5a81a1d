-- A typed table is made.
-- postgres before
CREATE TYPE address AS (street text, zip text);
-- postgres after
CREATE TYPE address AS (street text, zip text);
CREATE TABLE places OF address (street WITH OPTIONS NOT NULL, zip DEFAULT 'none');
-- postgres up
CREATE TABLE public.places OF public.address (
    street WITH OPTIONS NOT NULL,
    zip WITH OPTIONS DEFAULT 'none'::text
);
-- postgres down
-- Loses every row of public.places.
DROP TABLE public.places;
