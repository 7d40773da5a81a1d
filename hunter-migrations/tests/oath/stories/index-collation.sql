-- An index sorts otherwise than its column.
-- postgres before
CREATE TABLE users (name text);
CREATE INDEX by_name ON users (name);
-- sqlite before
CREATE TABLE users (name text);
CREATE INDEX by_name ON users (name);
-- postgres after
CREATE TABLE users (name text);
CREATE INDEX by_name ON users (name COLLATE "C");
-- sqlite after
CREATE TABLE users (name text);
CREATE INDEX by_name ON users (name COLLATE nocase);
-- postgres up
DROP INDEX public.by_name;
CREATE INDEX by_name ON public.users USING btree (name COLLATE "C");
-- postgres down
DROP INDEX public.by_name;
CREATE INDEX by_name ON public.users USING btree (name);
-- sqlite up
DROP INDEX by_name;
CREATE INDEX by_name ON users (name COLLATE nocase);
-- sqlite down
DROP INDEX by_name;
CREATE INDEX by_name ON users (name);
