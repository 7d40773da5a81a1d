-- The options of an index, its method, and statistics and remarks on it change.
-- postgres before
CREATE TABLE users (name text, age integer);
CREATE INDEX by_age ON users (age) WITH (fillfactor = 90);
CREATE INDEX by_name ON users USING hash (name);
CREATE INDEX by_sum ON users ((age + 1), (name || 'x'));
ALTER INDEX by_sum ALTER COLUMN 1 SET STATISTICS 100;
COMMENT ON INDEX by_sum IS 'for the list';
-- postgres after
CREATE TABLE users (name text, age integer);
CREATE INDEX by_age ON users (age) WITH (fillfactor = 80);
CREATE INDEX by_name ON users (name);
CREATE INDEX by_sum ON users ((age + 1), (name || 'x'));
ALTER INDEX by_sum ALTER COLUMN 2 SET STATISTICS 200;
COMMENT ON INDEX by_sum IS 'for the lists';
-- postgres up
DROP INDEX public.by_age;
DROP INDEX public.by_name;
DROP INDEX public.by_sum;
CREATE INDEX by_age ON public.users USING btree (age) WITH (fillfactor='80');
CREATE INDEX by_name ON public.users USING btree (name);
CREATE INDEX by_sum ON public.users USING btree (((age + 1)), ((name || 'x'::text)));
ALTER INDEX public.by_sum ALTER COLUMN 2 SET STATISTICS 200;
COMMENT ON INDEX public.by_sum IS 'for the lists';
-- postgres down
DROP INDEX public.by_age;
DROP INDEX public.by_name;
DROP INDEX public.by_sum;
CREATE INDEX by_age ON public.users USING btree (age) WITH (fillfactor='90');
CREATE INDEX by_name ON public.users USING hash (name);
CREATE INDEX by_sum ON public.users USING btree (((age + 1)), ((name || 'x'::text)));
ALTER INDEX public.by_sum ALTER COLUMN 1 SET STATISTICS 100;
COMMENT ON INDEX public.by_sum IS 'for the list';
