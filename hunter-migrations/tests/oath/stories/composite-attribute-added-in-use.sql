-- A composite type that a column has gets an attribute.
-- postgres before
CREATE TYPE address AS (street text);
CREATE TABLE users (home address);
-- postgres after
CREATE TYPE address AS (street text, zip text);
CREATE TABLE users (home address);
-- postgres up
ALTER TYPE public.address ADD ATTRIBUTE zip text;
-- postgres down
ALTER TYPE public.address DROP ATTRIBUTE zip;
