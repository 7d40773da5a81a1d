-- A view that has to be made anew gets back its remarks, grants, trigger, rule and defaults.
-- postgres before
CREATE TABLE users (id integer, name text);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE VIEW names AS SELECT id, name FROM users;
COMMENT ON VIEW names IS 'given';
COMMENT ON COLUMN names.name IS 'first';
ALTER VIEW names ALTER COLUMN name SET DEFAULT 'x';
GRANT SELECT ON names TO pg_monitor WITH GRANT OPTION;
CREATE TRIGGER taken INSTEAD OF INSERT ON names FOR EACH ROW EXECUTE FUNCTION touch();
COMMENT ON TRIGGER taken ON names IS 'in';
CREATE RULE kept AS ON DELETE TO names DO INSTEAD NOTHING;
-- postgres after
CREATE TABLE users (id integer, name text);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE VIEW names AS SELECT name FROM users;
COMMENT ON VIEW names IS 'given';
COMMENT ON COLUMN names.name IS 'first';
ALTER VIEW names ALTER COLUMN name SET DEFAULT 'x';
GRANT SELECT ON names TO pg_monitor WITH GRANT OPTION;
CREATE TRIGGER taken INSTEAD OF INSERT ON names FOR EACH ROW EXECUTE FUNCTION touch();
COMMENT ON TRIGGER taken ON names IS 'in';
CREATE RULE kept AS ON DELETE TO names DO INSTEAD NOTHING;
-- postgres up
REVOKE SELECT ON TABLE public.names FROM pg_monitor;
DROP RULE kept ON public.names;
DROP TRIGGER taken ON public.names;
ALTER VIEW public.names ALTER COLUMN name DROP DEFAULT;
COMMENT ON COLUMN public.names.name IS NULL;
DROP VIEW public.names;
CREATE VIEW public.names AS
 SELECT users.name
   FROM public.users;
COMMENT ON VIEW public.names IS 'given';
ALTER VIEW public.names ALTER COLUMN name SET DEFAULT 'x'::text;
COMMENT ON COLUMN public.names.name IS 'first';
CREATE TRIGGER taken INSTEAD OF INSERT ON public.names FOR EACH ROW EXECUTE FUNCTION public.touch();
COMMENT ON TRIGGER taken ON public.names IS 'in';
CREATE RULE kept AS
    ON DELETE TO public.names DO INSTEAD NOTHING;
GRANT SELECT ON TABLE public.names TO pg_monitor WITH GRANT OPTION;
-- postgres down
REVOKE SELECT ON TABLE public.names FROM pg_monitor;
DROP RULE kept ON public.names;
DROP TRIGGER taken ON public.names;
ALTER VIEW public.names ALTER COLUMN name DROP DEFAULT;
COMMENT ON COLUMN public.names.name IS NULL;
DROP VIEW public.names;
CREATE VIEW public.names AS
 SELECT users.id,
    users.name
   FROM public.users;
COMMENT ON VIEW public.names IS 'given';
ALTER VIEW public.names ALTER COLUMN name SET DEFAULT 'x'::text;
COMMENT ON COLUMN public.names.name IS 'first';
CREATE TRIGGER taken INSTEAD OF INSERT ON public.names FOR EACH ROW EXECUTE FUNCTION public.touch();
COMMENT ON TRIGGER taken ON public.names IS 'in';
CREATE RULE kept AS
    ON DELETE TO public.names DO INSTEAD NOTHING;
GRANT SELECT ON TABLE public.names TO pg_monitor WITH GRANT OPTION;
