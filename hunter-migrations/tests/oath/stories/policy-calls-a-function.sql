-- The function that a policy calls goes, and another one comes.
-- postgres before
CREATE FUNCTION old_me() RETURNS text LANGUAGE sql STABLE AS 'SELECT ''a''';
CREATE TABLE users (name text);
CREATE POLICY own ON users USING (name = old_me());
-- postgres after
CREATE FUNCTION new_me() RETURNS text LANGUAGE sql STABLE AS 'SELECT ''b''';
CREATE TABLE users (name text);
CREATE POLICY own ON users USING (name = new_me());
-- postgres up
DROP POLICY own ON public.users;
DROP FUNCTION public.old_me();
CREATE FUNCTION public.new_me()
RETURNS text
LANGUAGE sql
STABLE
AS $$SELECT 'b'$$;
CREATE POLICY own ON public.users
    USING (name = public.new_me());
-- postgres down
DROP POLICY own ON public.users;
DROP FUNCTION public.new_me();
CREATE FUNCTION public.old_me()
RETURNS text
LANGUAGE sql
STABLE
AS $$SELECT 'a'$$;
CREATE POLICY own ON public.users
    USING (name = public.old_me());
