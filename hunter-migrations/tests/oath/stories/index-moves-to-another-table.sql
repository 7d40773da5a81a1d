-- An index of the same name is on another table.
-- both before
CREATE TABLE a (n integer);
CREATE TABLE b (n integer);
CREATE INDEX by_n ON a (n);
-- both after
CREATE TABLE a (n integer);
CREATE TABLE b (n integer);
CREATE INDEX by_n ON b (n);
-- postgres up
DROP INDEX public.by_n;
CREATE INDEX by_n ON public.b USING btree (n);
-- postgres down
DROP INDEX public.by_n;
CREATE INDEX by_n ON public.a USING btree (n);
-- sqlite up
DROP INDEX by_n;
CREATE INDEX by_n ON b (n);
-- sqlite down
DROP INDEX by_n;
CREATE INDEX by_n ON a (n);
