-- An index uses an operator class of an extension that is made with it.
-- postgres before
CREATE TABLE users (name text);
-- postgres after
CREATE EXTENSION pg_trgm;
CREATE TABLE users (name text);
CREATE INDEX by_part ON users USING gin (name gin_trgm_ops);
-- postgres up
CREATE EXTENSION pg_trgm SCHEMA public;
CREATE INDEX by_part ON public.users USING gin (name public.gin_trgm_ops);
-- postgres down
DROP INDEX public.by_part;
DROP EXTENSION pg_trgm;
