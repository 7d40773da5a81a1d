-- Policies are made for commands and roles, permissive and restrictive.
-- postgres before
CREATE TABLE users (id integer, name text);
-- postgres after
CREATE TABLE users (id integer, name text);
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY a ON users FOR UPDATE TO pg_monitor, pg_read_all_data USING (name = CURRENT_USER) WITH CHECK (id > 0);
COMMENT ON POLICY a ON users IS 'only mine';
CREATE POLICY b ON users AS RESTRICTIVE USING (id = (SELECT min(u.id) FROM users u));
CREATE POLICY c ON users FOR INSERT WITH CHECK (true);
-- postgres up
ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;
CREATE POLICY a ON public.users
    FOR UPDATE
    TO pg_monitor, pg_read_all_data
    USING (name = CURRENT_USER)
    WITH CHECK (id > 0);
COMMENT ON POLICY a ON public.users IS 'only mine';
CREATE POLICY b ON public.users
    AS RESTRICTIVE
    USING (id = ( SELECT min(u.id) AS min
   FROM public.users u));
CREATE POLICY c ON public.users
    FOR INSERT
    WITH CHECK (true);
-- postgres down
DROP POLICY a ON public.users;
DROP POLICY b ON public.users;
DROP POLICY c ON public.users;
ALTER TABLE public.users DISABLE ROW LEVEL SECURITY;
