-- A composite type that is an attribute of another one and a function's argument changes.
-- postgres before
CREATE TYPE place AS (x integer, y integer);
CREATE TYPE route AS (start place, goal place);
CREATE FUNCTION distance(place) RETURNS integer LANGUAGE sql AS 'SELECT ($1).x';
-- postgres after
CREATE TYPE place AS (x bigint, z integer);
CREATE TYPE route AS (start place, goal place);
CREATE FUNCTION distance(place) RETURNS integer LANGUAGE sql AS 'SELECT ($1).z';
-- postgres up
ALTER TYPE public.place DROP ATTRIBUTE y;
ALTER TYPE public.place ALTER ATTRIBUTE x TYPE bigint;
ALTER TYPE public.place ADD ATTRIBUTE z integer;
CREATE OR REPLACE FUNCTION public.distance(public.place)
RETURNS integer
LANGUAGE sql
AS $$SELECT ($1).z$$;
-- postgres down
ALTER TYPE public.place DROP ATTRIBUTE z;
ALTER TYPE public.place ALTER ATTRIBUTE x TYPE integer;
ALTER TYPE public.place ADD ATTRIBUTE y integer;
CREATE OR REPLACE FUNCTION public.distance(public.place)
RETURNS integer
LANGUAGE sql
AS $$SELECT ($1).x$$;
