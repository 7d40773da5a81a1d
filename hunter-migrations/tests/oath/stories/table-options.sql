-- Options of a table and of its TOAST table change, come and go.
-- postgres before
CREATE TABLE users (id integer, name text) WITH (fillfactor = 70, autovacuum_enabled = false, toast.autovacuum_enabled = false);
-- postgres after
CREATE TABLE users (id integer, name text)
    WITH (fillfactor = 80, autovacuum_analyze_threshold = 7, toast.autovacuum_vacuum_threshold = 9);
-- postgres up
ALTER TABLE public.users SET (autovacuum_analyze_threshold=7, fillfactor=80);
ALTER TABLE public.users RESET (autovacuum_enabled);
ALTER TABLE public.users SET (toast.autovacuum_vacuum_threshold=9);
ALTER TABLE public.users RESET (toast.autovacuum_enabled);
-- postgres down
ALTER TABLE public.users SET (autovacuum_enabled=false, fillfactor=70);
ALTER TABLE public.users RESET (autovacuum_analyze_threshold);
ALTER TABLE public.users SET (toast.autovacuum_enabled=false);
ALTER TABLE public.users RESET (toast.autovacuum_vacuum_threshold);
