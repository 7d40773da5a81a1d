-- A table is no longer written to the log, and another one is again.
-- postgres before
CREATE TABLE cache (id integer PRIMARY KEY);
CREATE UNLOGGED TABLE kept (id serial PRIMARY KEY);
-- postgres after
CREATE UNLOGGED TABLE cache (id integer PRIMARY KEY);
CREATE TABLE kept (id serial PRIMARY KEY);
-- rows
INSERT INTO cache VALUES (1);
-- keeps
SELECT id::text AS j FROM cache;
-- postgres up
ALTER SEQUENCE public.kept_id_seq SET LOGGED;
ALTER TABLE public.cache SET UNLOGGED;
ALTER TABLE public.kept SET LOGGED;
-- postgres down
ALTER SEQUENCE public.kept_id_seq SET UNLOGGED;
ALTER TABLE public.cache SET LOGGED;
ALTER TABLE public.kept SET UNLOGGED;
