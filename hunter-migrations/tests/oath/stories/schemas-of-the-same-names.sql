-- Tables, types and functions of the same names in two schemas change apart from one another.
-- postgres before
CREATE SCHEMA a;
CREATE SCHEMA b;
CREATE TYPE a.mood AS ENUM ('sad', 'ok');
CREATE TYPE b.mood AS ENUM ('sad', 'ok');
CREATE TABLE a.users (mood a.mood, name varchar(5));
CREATE TABLE b.users (mood b.mood, name varchar(5));
CREATE VIEW a.names AS SELECT x.name, y.name AS other FROM a.users x, b.users y;
CREATE FUNCTION a.f(a.mood) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION b.f(b.mood) RETURNS integer LANGUAGE sql AS 'SELECT 1';
-- postgres after
CREATE SCHEMA a;
CREATE SCHEMA b;
CREATE TYPE a.mood AS ENUM ('sad', 'ok');
CREATE TYPE b.mood AS ENUM ('ok');
CREATE TABLE a.users (mood a.mood, name varchar(5));
CREATE TABLE b.users (mood b.mood, name text);
CREATE VIEW a.names AS SELECT x.name, y.name AS other FROM a.users x, b.users y;
CREATE FUNCTION a.f(a.mood) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION b.f(b.mood) RETURNS integer LANGUAGE sql AS 'SELECT 2';
-- postgres up
DROP FUNCTION b.f(b.mood);
DROP VIEW a.names;
ALTER TYPE b.mood RENAME TO "mood__old";
CREATE TYPE b.mood AS ENUM ('ok');
-- Fails where b.users.mood is 'sad' in a row.
ALTER TABLE b.users
    ALTER COLUMN mood TYPE b.mood USING mood::text::b.mood;
DROP TYPE b."mood__old";
-- Converts the values of b.users.name; fails where one cannot be.
ALTER TABLE b.users ALTER COLUMN name TYPE text USING name::text;
CREATE VIEW a.names AS
 SELECT x.name,
    y.name AS other
   FROM a.users x,
    b.users y;
CREATE FUNCTION b.f(b.mood)
RETURNS integer
LANGUAGE sql
AS $$SELECT 2$$;
-- postgres down
DROP VIEW a.names;
ALTER TYPE b.mood ADD VALUE 'sad' BEFORE 'ok';
-- Converts the values of b.users.name; fails where one cannot be.
ALTER TABLE b.users ALTER COLUMN name TYPE character varying(5);
CREATE VIEW a.names AS
 SELECT x.name,
    y.name AS other
   FROM a.users x,
    b.users y;
CREATE OR REPLACE FUNCTION b.f(b.mood)
RETURNS integer
LANGUAGE sql
AS $$SELECT 1$$;
