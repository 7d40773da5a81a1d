-- What is said about constraints and their indexes changes, comes and goes.
-- postgres before
CREATE TABLE users (id integer CONSTRAINT users_key PRIMARY KEY, a integer CONSTRAINT users_a CHECK (a > 0));
COMMENT ON CONSTRAINT users_a ON users IS 'positive';
COMMENT ON INDEX users_key IS 'by the key';
-- postgres after
CREATE TABLE users (id integer CONSTRAINT users_key PRIMARY KEY, a integer CONSTRAINT users_a CHECK (a > 0));
COMMENT ON CONSTRAINT users_key ON users IS 'one each';
COMMENT ON INDEX users_key IS 'by the key''s';
-- postgres up
COMMENT ON CONSTRAINT users_a ON public.users IS NULL;
COMMENT ON CONSTRAINT users_key ON public.users IS 'one each';
COMMENT ON INDEX public.users_key IS 'by the key''s';
-- postgres down
COMMENT ON CONSTRAINT users_a ON public.users IS 'positive';
COMMENT ON CONSTRAINT users_key ON public.users IS NULL;
COMMENT ON INDEX public.users_key IS 'by the key';
