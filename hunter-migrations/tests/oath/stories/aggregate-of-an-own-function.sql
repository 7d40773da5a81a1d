-- An aggregate stands on a function that is made with it and comes later by name.
-- postgres before
-- postgres after
CREATE FUNCTION z_step(text, text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT concat($1, $2)';
CREATE AGGREGATE a_all (text) (SFUNC = z_step, STYPE = text, INITCOND = '');
-- postgres up
CREATE FUNCTION public.z_step(text, text)
RETURNS text
LANGUAGE sql
IMMUTABLE
AS $$SELECT concat($1, $2)$$;
CREATE AGGREGATE public.a_all(text) (
    SFUNC = public.z_step,
    STYPE = text,
    INITCOND = ''
);
-- postgres down
DROP AGGREGATE public.a_all(text);
DROP FUNCTION public.z_step(text, text);
