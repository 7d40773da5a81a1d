-- Indexes are made on plain columns, backwards, unique, of expressions and for some rows.
-- both before
CREATE TABLE users (id integer PRIMARY KEY, name text, email text, age integer);
-- both after
CREATE TABLE users (id integer PRIMARY KEY, name text, email text, age integer);
CREATE INDEX users_by_name ON users (name, age DESC);
CREATE UNIQUE INDEX users_by_email ON users (lower(email));
CREATE INDEX grown_by_name ON users (name) WHERE age >= 18 AND name IS NOT NULL;
-- postgres up
CREATE INDEX grown_by_name ON public.users USING btree (name) WHERE ((age >= 18) AND (name IS NOT NULL));
CREATE UNIQUE INDEX users_by_email ON public.users USING btree (lower(email));
CREATE INDEX users_by_name ON public.users USING btree (name, age DESC);
-- postgres down
DROP INDEX public.grown_by_name;
DROP INDEX public.users_by_email;
DROP INDEX public.users_by_name;
-- sqlite up
CREATE INDEX grown_by_name ON users (name) WHERE age >= 18 and name is not null;
CREATE UNIQUE INDEX users_by_email ON users (lower(email));
CREATE INDEX users_by_name ON users (name, age DESC);
-- sqlite down
DROP INDEX grown_by_name;
DROP INDEX users_by_email;
DROP INDEX users_by_name;
