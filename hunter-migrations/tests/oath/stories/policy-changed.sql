-- Everything about policies changes.
-- postgres before
CREATE TABLE users (id integer, name text);
CREATE POLICY roles ON users TO pg_monitor USING (true);
COMMENT ON POLICY roles ON users IS 'only mine';
CREATE POLICY conditions ON users USING (id > 0) WITH CHECK (id > 1);
CREATE POLICY command ON users FOR UPDATE USING (true);
CREATE POLICY kind ON users AS RESTRICTIVE USING (true);
CREATE POLICY checked ON users USING (id > 0) WITH CHECK (id > 1);
-- postgres after
CREATE TABLE users (id integer, name text);
CREATE POLICY roles ON users TO pg_read_all_data USING (true);
CREATE POLICY conditions ON users USING (id > (SELECT min(u.id) FROM users u)) WITH CHECK (id > 3);
COMMENT ON POLICY conditions ON users IS 'two of them';
CREATE POLICY command ON users FOR DELETE USING (true);
CREATE POLICY kind ON users USING (true);
CREATE POLICY checked ON users USING (id > 0);
-- postgres up
DROP POLICY checked ON public.users;
DROP POLICY command ON public.users;
DROP POLICY conditions ON public.users;
DROP POLICY kind ON public.users;
DROP POLICY roles ON public.users;
CREATE POLICY checked ON public.users
    USING (id > 0);
CREATE POLICY command ON public.users
    FOR DELETE
    USING (true);
CREATE POLICY conditions ON public.users
    USING (id > ( SELECT min(u.id) AS min
   FROM public.users u))
    WITH CHECK (id > 3);
COMMENT ON POLICY conditions ON public.users IS 'two of them';
CREATE POLICY kind ON public.users
    USING (true);
CREATE POLICY roles ON public.users
    TO pg_read_all_data
    USING (true);
-- postgres down
DROP POLICY checked ON public.users;
DROP POLICY command ON public.users;
DROP POLICY conditions ON public.users;
DROP POLICY kind ON public.users;
DROP POLICY roles ON public.users;
CREATE POLICY checked ON public.users
    USING (id > 0)
    WITH CHECK (id > 1);
CREATE POLICY command ON public.users
    FOR UPDATE
    USING (true);
CREATE POLICY conditions ON public.users
    USING (id > 0)
    WITH CHECK (id > 1);
CREATE POLICY kind ON public.users
    AS RESTRICTIVE
    USING (true);
CREATE POLICY roles ON public.users
    TO pg_monitor
    USING (true);
COMMENT ON POLICY roles ON public.users IS 'only mine';
