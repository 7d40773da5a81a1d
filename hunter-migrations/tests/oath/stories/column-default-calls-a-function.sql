-- A column's default calls a function that is made with it, and the one before goes.
-- postgres before
CREATE FUNCTION old_code() RETURNS text LANGUAGE sql AS 'SELECT ''a''';
CREATE TABLE users (code text DEFAULT old_code());
-- postgres after
CREATE FUNCTION new_code() RETURNS text LANGUAGE sql AS 'SELECT ''b''';
CREATE TABLE users (code text DEFAULT new_code());
-- postgres up
CREATE FUNCTION public.new_code()
RETURNS text
LANGUAGE sql
AS $$SELECT 'b'$$;
ALTER TABLE public.users ALTER COLUMN code SET DEFAULT public.new_code();
DROP FUNCTION public.old_code();
-- postgres down
CREATE FUNCTION public.old_code()
RETURNS text
LANGUAGE sql
AS $$SELECT 'a'$$;
ALTER TABLE public.users ALTER COLUMN code SET DEFAULT public.old_code();
DROP FUNCTION public.new_code();
