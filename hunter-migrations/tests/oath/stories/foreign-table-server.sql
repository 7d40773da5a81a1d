-- A foreign table is on another server.
-- postgres before
CREATE FOREIGN DATA WRAPPER remote;
CREATE SERVER far FOREIGN DATA WRAPPER remote;
CREATE SERVER near FOREIGN DATA WRAPPER remote;
CREATE FOREIGN TABLE elsewhere (id integer) SERVER far;
-- postgres after
CREATE FOREIGN DATA WRAPPER remote;
CREATE SERVER far FOREIGN DATA WRAPPER remote;
CREATE SERVER near FOREIGN DATA WRAPPER remote;
CREATE FOREIGN TABLE elsewhere (id integer) SERVER near;
-- postgres up
-- Loses the values of public.elsewhere.id.
ALTER TABLE public.elsewhere DROP COLUMN id;
DROP FOREIGN TABLE public.elsewhere;
CREATE FOREIGN TABLE public.elsewhere ()
SERVER near;
ALTER TABLE public.elsewhere ADD COLUMN id integer;
-- postgres down
-- Loses the values of public.elsewhere.id.
ALTER TABLE public.elsewhere DROP COLUMN id;
DROP FOREIGN TABLE public.elsewhere;
CREATE FOREIGN TABLE public.elsewhere ()
SERVER far;
ALTER TABLE public.elsewhere ADD COLUMN id integer;
