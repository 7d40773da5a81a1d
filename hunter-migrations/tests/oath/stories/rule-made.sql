-- Rules are made, one of them disabled.
-- postgres before
CREATE TABLE users (id integer, name text);
CREATE TABLE log (id integer);
-- postgres after
CREATE TABLE users (id integer, name text);
CREATE TABLE log (id integer);
CREATE RULE quiet AS ON DELETE TO users WHERE old.id = 1 DO INSTEAD NOTHING;
COMMENT ON RULE quiet ON users IS 'the first stays';
CREATE RULE logged AS ON INSERT TO users DO ALSO INSERT INTO log VALUES (new.id);
ALTER TABLE users DISABLE RULE logged;
-- postgres up
CREATE RULE logged AS
    ON INSERT TO public.users DO  INSERT INTO public.log (id)
  VALUES (new.id);
ALTER TABLE public.users DISABLE RULE logged;
CREATE RULE quiet AS
    ON DELETE TO public.users
   WHERE (old.id = 1) DO INSTEAD NOTHING;
COMMENT ON RULE quiet ON public.users IS 'the first stays';
-- postgres down
DROP RULE logged ON public.users;
DROP RULE quiet ON public.users;
