-- Indexes have other columns, another order, another condition, and are unique or not.
-- both before
CREATE TABLE users (id integer PRIMARY KEY, a integer, b integer);
CREATE INDEX wider ON users (a);
CREATE INDEX turned ON users (b);
CREATE INDEX stricter ON users (a, b);
CREATE UNIQUE INDEX laxer ON users (b, a);
CREATE INDEX partial ON users (a) WHERE b > 0;
-- both after
CREATE TABLE users (id integer PRIMARY KEY, a integer, b integer);
CREATE INDEX wider ON users (a, b);
CREATE INDEX turned ON users (b DESC);
CREATE UNIQUE INDEX stricter ON users (a, b);
CREATE INDEX laxer ON users (b, a);
CREATE INDEX partial ON users (a) WHERE b > 1;
-- postgres up
DROP INDEX public.laxer;
DROP INDEX public.partial;
DROP INDEX public.stricter;
DROP INDEX public.turned;
DROP INDEX public.wider;
CREATE INDEX laxer ON public.users USING btree (b, a);
CREATE INDEX partial ON public.users USING btree (a) WHERE (b > 1);
CREATE UNIQUE INDEX stricter ON public.users USING btree (a, b);
CREATE INDEX turned ON public.users USING btree (b DESC);
CREATE INDEX wider ON public.users USING btree (a, b);
-- postgres down
DROP INDEX public.laxer;
DROP INDEX public.partial;
DROP INDEX public.stricter;
DROP INDEX public.turned;
DROP INDEX public.wider;
CREATE UNIQUE INDEX laxer ON public.users USING btree (b, a);
CREATE INDEX partial ON public.users USING btree (a) WHERE (b > 0);
CREATE INDEX stricter ON public.users USING btree (a, b);
CREATE INDEX turned ON public.users USING btree (b);
CREATE INDEX wider ON public.users USING btree (a);
-- sqlite up
DROP INDEX laxer;
DROP INDEX partial;
DROP INDEX stricter;
DROP INDEX turned;
DROP INDEX wider;
CREATE INDEX laxer ON users (b, a);
CREATE INDEX partial ON users (a) WHERE b > 1;
CREATE UNIQUE INDEX stricter ON users (a, b);
CREATE INDEX turned ON users (b DESC);
CREATE INDEX wider ON users (a, b);
-- sqlite down
DROP INDEX laxer;
DROP INDEX partial;
DROP INDEX stricter;
DROP INDEX turned;
DROP INDEX wider;
CREATE UNIQUE INDEX laxer ON users (b, a);
CREATE INDEX partial ON users (a) WHERE b > 0;
CREATE INDEX stricter ON users (a, b);
CREATE INDEX turned ON users (b);
CREATE INDEX wider ON users (a);
