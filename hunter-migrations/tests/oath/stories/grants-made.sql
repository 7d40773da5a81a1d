-- Rights are given on a table, a column, a sequence, a function, a schema, a type and a view.
-- postgres before
CREATE SCHEMA app;
CREATE TYPE mood AS ENUM ('sad');
CREATE SEQUENCE tickets;
CREATE TABLE users (id integer, name text);
CREATE VIEW names AS SELECT name FROM users;
CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE tidy() LANGUAGE sql AS 'SELECT';
-- postgres after
CREATE SCHEMA app;
GRANT USAGE, CREATE ON SCHEMA app TO pg_monitor;
CREATE TYPE mood AS ENUM ('sad');
GRANT USAGE ON TYPE mood TO pg_monitor WITH GRANT OPTION;
CREATE SEQUENCE tickets;
GRANT USAGE, SELECT ON SEQUENCE tickets TO pg_monitor;
CREATE TABLE users (id integer, name text);
GRANT SELECT, INSERT ON users TO pg_monitor;
GRANT ALL ON users TO pg_read_all_data WITH GRANT OPTION;
GRANT SELECT (name), UPDATE (id, name) ON users TO pg_monitor;
CREATE VIEW names AS SELECT name FROM users;
GRANT SELECT ON names TO public;
CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1';
GRANT EXECUTE ON FUNCTION one() TO pg_monitor;
CREATE PROCEDURE tidy() LANGUAGE sql AS 'SELECT';
GRANT EXECUTE ON PROCEDURE tidy() TO pg_monitor WITH GRANT OPTION;
-- postgres up
GRANT CREATE, USAGE ON SCHEMA app TO pg_monitor;
GRANT USAGE ON TYPE public.mood TO pg_monitor WITH GRANT OPTION;
GRANT SELECT ON TABLE public.names TO public;
GRANT EXECUTE ON ROUTINE public.one() TO pg_monitor;
GRANT SELECT, USAGE ON SEQUENCE public.tickets TO pg_monitor;
GRANT EXECUTE ON ROUTINE public.tidy() TO pg_monitor WITH GRANT OPTION;
GRANT INSERT, SELECT ON TABLE public.users TO pg_monitor;
GRANT ALL ON TABLE public.users TO pg_read_all_data WITH GRANT OPTION;
GRANT UPDATE (id) ON TABLE public.users TO pg_monitor;
GRANT SELECT (name), UPDATE (name) ON TABLE public.users TO pg_monitor;
-- postgres down
REVOKE CREATE, USAGE ON SCHEMA app FROM pg_monitor;
REVOKE USAGE ON TYPE public.mood FROM pg_monitor;
REVOKE SELECT ON TABLE public.names FROM public;
REVOKE EXECUTE ON ROUTINE public.one() FROM pg_monitor;
REVOKE SELECT, USAGE ON SEQUENCE public.tickets FROM pg_monitor;
REVOKE EXECUTE ON ROUTINE public.tidy() FROM pg_monitor;
REVOKE INSERT, SELECT ON TABLE public.users FROM pg_monitor;
REVOKE ALL ON TABLE public.users FROM pg_read_all_data;
REVOKE UPDATE (id) ON TABLE public.users FROM pg_monitor;
REVOKE SELECT (name), UPDATE (name) ON TABLE public.users FROM pg_monitor;
