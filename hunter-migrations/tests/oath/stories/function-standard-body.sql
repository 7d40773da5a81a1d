-- A function with a body in the SQL standard's form stands on a table and changes.
-- postgres before
CREATE TABLE users (id integer, name text);
CREATE FUNCTION total(low integer) RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM users WHERE id > low; END;
-- postgres after
CREATE TABLE users (id integer, name text, age integer);
CREATE FUNCTION total(low integer) RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM users WHERE age > low; END;
-- postgres up
ALTER TABLE public.users ADD COLUMN age integer;
CREATE OR REPLACE FUNCTION public.total(low integer)
RETURNS bigint
LANGUAGE sql
BEGIN ATOMIC
 SELECT count(*) AS count
    FROM public.users
   WHERE (users.age > total.low);
END;
-- postgres down
CREATE OR REPLACE FUNCTION public.total(low integer)
RETURNS bigint
LANGUAGE sql
BEGIN ATOMIC
 SELECT count(*) AS count
    FROM public.users
   WHERE (users.id > total.low);
END;
-- Loses the values of public.users.age.
ALTER TABLE public.users DROP COLUMN age;
