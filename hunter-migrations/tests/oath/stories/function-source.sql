-- A function does something else, in two languages.
-- postgres before
CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION two() RETURNS integer LANGUAGE sql AS 'SELECT 2';
CREATE VIEW ones AS SELECT one() AS one, two() AS two;
-- postgres after
CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 11';
CREATE FUNCTION two() RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN 22; END';
CREATE VIEW ones AS SELECT one() AS one, two() AS two;
-- postgres up
CREATE OR REPLACE FUNCTION public.one()
RETURNS integer
LANGUAGE sql
AS $$SELECT 11$$;
CREATE OR REPLACE FUNCTION public.two()
RETURNS integer
LANGUAGE plpgsql
AS $$BEGIN RETURN 22; END$$;
-- postgres down
CREATE OR REPLACE FUNCTION public.one()
RETURNS integer
LANGUAGE sql
AS $$SELECT 1$$;
CREATE OR REPLACE FUNCTION public.two()
RETURNS integer
LANGUAGE sql
AS $$SELECT 2$$;
