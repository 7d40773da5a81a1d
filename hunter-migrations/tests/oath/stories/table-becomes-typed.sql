-- A table becomes one of a type, and another one ceases to be one.
-- postgres before
CREATE TYPE address AS (street text, zip text);
CREATE TABLE places (street text, zip text);
CREATE TABLE others OF address;
-- postgres after
CREATE TYPE address AS (street text, zip text);
CREATE TABLE places OF address;
CREATE TABLE others (street text, zip text);
-- rows
INSERT INTO places VALUES ('a', 'b');
-- keeps
SELECT street AS j FROM places;
-- postgres up
ALTER TABLE public.others NOT OF;
ALTER TABLE public.places OF public.address;
-- postgres down
ALTER TABLE public.others OF public.address;
ALTER TABLE public.places NOT OF;
