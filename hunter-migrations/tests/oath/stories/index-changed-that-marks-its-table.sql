-- An index changes by which its table is clustered, and one that identifies its rows.
-- postgres before
CREATE TABLE users (a integer NOT NULL, b integer NOT NULL);
CREATE UNIQUE INDEX users_by_a ON users (a);
CREATE INDEX users_by_b ON users (b);
ALTER TABLE users CLUSTER ON users_by_b;
ALTER TABLE users REPLICA IDENTITY USING INDEX users_by_a;
-- postgres after
CREATE TABLE users (a integer NOT NULL, b integer NOT NULL);
CREATE UNIQUE INDEX users_by_a ON users (a, b);
CREATE INDEX users_by_b ON users (b DESC);
ALTER TABLE users CLUSTER ON users_by_b;
ALTER TABLE users REPLICA IDENTITY USING INDEX users_by_a;
-- postgres up
DROP INDEX public.users_by_a;
DROP INDEX public.users_by_b;
CREATE UNIQUE INDEX users_by_a ON public.users USING btree (a, b);
ALTER TABLE public.users REPLICA IDENTITY USING INDEX users_by_a;
CREATE INDEX users_by_b ON public.users USING btree (b DESC);
ALTER TABLE public.users CLUSTER ON users_by_b;
-- postgres down
DROP INDEX public.users_by_a;
DROP INDEX public.users_by_b;
CREATE UNIQUE INDEX users_by_a ON public.users USING btree (a);
ALTER TABLE public.users REPLICA IDENTITY USING INDEX users_by_a;
CREATE INDEX users_by_b ON public.users USING btree (b);
ALTER TABLE public.users CLUSTER ON users_by_b;
