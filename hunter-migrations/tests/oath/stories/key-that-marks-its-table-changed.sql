-- A key changes that identifies rows for replicas and has remarks on it and on its index.
-- postgres before
CREATE TABLE users (a integer NOT NULL, b integer NOT NULL, CONSTRAINT users_key PRIMARY KEY (a));
ALTER TABLE users REPLICA IDENTITY USING INDEX users_key;
ALTER TABLE users CLUSTER ON users_key;
COMMENT ON CONSTRAINT users_key ON users IS 'key';
COMMENT ON INDEX users_key IS 'index';
-- postgres after
CREATE TABLE users (a integer NOT NULL, b integer NOT NULL, CONSTRAINT users_key PRIMARY KEY (b, a));
ALTER TABLE users REPLICA IDENTITY USING INDEX users_key;
ALTER TABLE users CLUSTER ON users_key;
COMMENT ON CONSTRAINT users_key ON users IS 'key';
COMMENT ON INDEX users_key IS 'index';
-- postgres up
ALTER TABLE public.users DROP CONSTRAINT users_key;
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT users_key PRIMARY KEY (b, a);
ALTER TABLE public.users CLUSTER ON users_key;
COMMENT ON CONSTRAINT users_key ON public.users IS 'key';
COMMENT ON INDEX public.users_key IS 'index';
ALTER TABLE public.users REPLICA IDENTITY USING INDEX users_key;
-- postgres down
ALTER TABLE public.users DROP CONSTRAINT users_key;
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT users_key PRIMARY KEY (a);
ALTER TABLE public.users CLUSTER ON users_key;
COMMENT ON CONSTRAINT users_key ON public.users IS 'key';
COMMENT ON INDEX public.users_key IS 'index';
ALTER TABLE public.users REPLICA IDENTITY USING INDEX users_key;
