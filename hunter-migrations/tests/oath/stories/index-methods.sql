-- Indexes of other methods, with operator classes, options, included columns and nulls first.
-- postgres before
CREATE TABLE users (name text, tags text[], created timestamp, age integer);
-- postgres after
CREATE TABLE users (name text, tags text[], created timestamp, age integer);
CREATE INDEX by_pattern ON users (name text_pattern_ops);
CREATE INDEX by_tags ON users USING gin (tags) WITH (fastupdate = off);
CREATE INDEX by_created ON users USING brin (created) WITH (pages_per_range = 4);
CREATE INDEX by_hash ON users USING hash (name);
CREATE UNIQUE INDEX by_age ON users (age) INCLUDE (name) NULLS NOT DISTINCT WITH (fillfactor = 90);
CREATE INDEX by_order ON users (age DESC NULLS LAST, name NULLS FIRST);
CREATE INDEX by_words ON users USING gin (to_tsvector('english'::regconfig, name));
-- postgres up
CREATE UNIQUE INDEX by_age ON public.users USING btree (age) INCLUDE (name) NULLS NOT DISTINCT WITH (fillfactor='90');
CREATE INDEX by_created ON public.users USING brin (created) WITH (pages_per_range='4');
CREATE INDEX by_hash ON public.users USING hash (name);
CREATE INDEX by_order ON public.users USING btree (age DESC NULLS LAST, name NULLS FIRST);
CREATE INDEX by_pattern ON public.users USING btree (name text_pattern_ops);
CREATE INDEX by_tags ON public.users USING gin (tags) WITH (fastupdate=off);
CREATE INDEX by_words ON public.users USING gin (to_tsvector('english'::regconfig, name));
-- postgres down
DROP INDEX public.by_age;
DROP INDEX public.by_created;
DROP INDEX public.by_hash;
DROP INDEX public.by_order;
DROP INDEX public.by_pattern;
DROP INDEX public.by_tags;
DROP INDEX public.by_words;
