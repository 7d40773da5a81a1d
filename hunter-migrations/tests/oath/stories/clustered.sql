-- A table is clustered on another index, one on its key, one no longer.
-- postgres before
CREATE TABLE a (id integer CONSTRAINT a_key PRIMARY KEY, n integer);
CREATE INDEX a_by_n ON a (n);
ALTER TABLE a CLUSTER ON a_by_n;
CREATE TABLE b (n integer);
CREATE INDEX b_by_n ON b (n);
ALTER TABLE b CLUSTER ON b_by_n;
-- postgres after
CREATE TABLE a (id integer CONSTRAINT a_key PRIMARY KEY, n integer);
CREATE INDEX a_by_n ON a (n);
ALTER TABLE a CLUSTER ON a_key;
CREATE TABLE b (n integer);
CREATE INDEX b_by_n ON b (n);
-- postgres up
ALTER TABLE public.a CLUSTER ON a_key;
ALTER TABLE public.b SET WITHOUT CLUSTER;
-- postgres down
ALTER TABLE public.a CLUSTER ON a_by_n;
ALTER TABLE public.b CLUSTER ON b_by_n;
