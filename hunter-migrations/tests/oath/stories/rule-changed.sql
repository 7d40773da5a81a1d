-- Rules have another condition, event and state.
-- postgres before
CREATE TABLE users (id integer);
CREATE RULE a AS ON DELETE TO users WHERE old.id = 1 DO INSTEAD NOTHING;
COMMENT ON RULE a ON users IS 'the first stays';
CREATE RULE b AS ON DELETE TO users DO INSTEAD NOTHING;
CREATE RULE c AS ON DELETE TO users DO INSTEAD NOTHING;
-- postgres after
CREATE TABLE users (id integer);
CREATE RULE a AS ON DELETE TO users WHERE old.id = 2 DO INSTEAD NOTHING;
COMMENT ON RULE a ON users IS 'the second stays';
CREATE RULE b AS ON UPDATE TO users DO ALSO NOTHING;
CREATE RULE c AS ON DELETE TO users DO INSTEAD NOTHING;
ALTER TABLE users ENABLE ALWAYS RULE c;
-- postgres up
DROP RULE a ON public.users;
DROP RULE b ON public.users;
CREATE RULE a AS
    ON DELETE TO public.users
   WHERE (old.id = 2) DO INSTEAD NOTHING;
COMMENT ON RULE a ON public.users IS 'the second stays';
CREATE RULE b AS
    ON UPDATE TO public.users DO NOTHING;
ALTER TABLE public.users ENABLE ALWAYS RULE c;
-- postgres down
DROP RULE a ON public.users;
DROP RULE b ON public.users;
CREATE RULE a AS
    ON DELETE TO public.users
   WHERE (old.id = 1) DO INSTEAD NOTHING;
COMMENT ON RULE a ON public.users IS 'the first stays';
CREATE RULE b AS
    ON DELETE TO public.users DO INSTEAD NOTHING;
ALTER TABLE public.users ENABLE RULE c;
