-- A table is made with rights on it and on its columns, and a sequence that belongs to it.
-- postgres before
-- postgres after
CREATE TABLE users (id serial, name text);
GRANT SELECT ON users TO pg_monitor;
GRANT UPDATE (name) ON users TO pg_monitor;
GRANT USAGE ON SEQUENCE users_id_seq TO pg_monitor;
-- postgres up
CREATE SEQUENCE public.users_id_seq AS integer;
CREATE TABLE public.users (
    id integer DEFAULT nextval('public.users_id_seq'::regclass) NOT NULL,
    name text
);
GRANT SELECT ON TABLE public.users TO pg_monitor;
GRANT UPDATE (name) ON TABLE public.users TO pg_monitor;
GRANT USAGE ON SEQUENCE public.users_id_seq TO pg_monitor;
ALTER SEQUENCE public.users_id_seq OWNED BY public.users.id;
-- postgres down
-- Loses every row of public.users.
DROP TABLE public.users;
