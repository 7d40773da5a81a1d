-- A column changes its type under statistics, and another one goes with its.
-- postgres before
CREATE TABLE users (a integer, b integer, c integer);
CREATE STATISTICS stays (ndistinct) ON a, b FROM users;
ALTER STATISTICS stays SET STATISTICS 77;
CREATE STATISTICS goes (ndistinct) ON b, c FROM users;
-- postgres after
CREATE TABLE users (a bigint, b integer);
CREATE STATISTICS stays (ndistinct) ON a, b FROM users;
ALTER STATISTICS stays SET STATISTICS 77;
-- postgres up
DROP STATISTICS public.goes;
DROP STATISTICS public.stays;
-- Loses the values of public.users.c.
ALTER TABLE public.users DROP COLUMN c;
-- Converts the values of public.users.a; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN a TYPE bigint USING a::bigint;
CREATE STATISTICS public.stays (ndistinct) ON a, b FROM public.users;
ALTER STATISTICS public.stays SET STATISTICS 77;
-- postgres down
DROP STATISTICS public.stays;
-- Converts the values of public.users.a; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN a TYPE integer USING a::integer;
ALTER TABLE public.users ADD COLUMN c integer;
CREATE STATISTICS public.goes (ndistinct) ON b, c FROM public.users;
CREATE STATISTICS public.stays (ndistinct) ON a, b FROM public.users;
ALTER STATISTICS public.stays SET STATISTICS 77;
