-- A column sorts otherwise, one begins to and one ceases.
-- postgres before
CREATE TABLE users (a text, b text COLLATE "C", c text COLLATE "C");
CREATE INDEX users_by_a ON users (a);
-- sqlite before
CREATE TABLE users (a text, b text COLLATE nocase, c text COLLATE nocase);
CREATE INDEX users_by_a ON users (a);
-- postgres after
CREATE TABLE users (a text COLLATE "C", b text COLLATE "POSIX", c text);
CREATE INDEX users_by_a ON users (a);
-- sqlite after
CREATE TABLE users (a text COLLATE nocase, b text COLLATE rtrim, c text);
CREATE INDEX users_by_a ON users (a);
-- postgres up
-- Converts the values of public.users.a; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN a TYPE text COLLATE "C" USING a::text;
-- Converts the values of public.users.b; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN b TYPE text COLLATE "POSIX" USING b::text;
-- Converts the values of public.users.c; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN c TYPE text USING c::text;
-- postgres down
-- Converts the values of public.users.a; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN a TYPE text USING a::text;
-- Converts the values of public.users.b; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN b TYPE text COLLATE "C" USING b::text;
-- Converts the values of public.users.c; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN c TYPE text COLLATE "C" USING c::text;
-- sqlite up
DROP INDEX users_by_a;
CREATE TABLE hunter_new_users (
    a text COLLATE nocase,
    b text COLLATE rtrim,
    c text
);
INSERT INTO hunter_new_users (rowid, a, b, c)
SELECT rowid, a, b, c FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
CREATE INDEX users_by_a ON users (a);
-- sqlite down
DROP INDEX users_by_a;
CREATE TABLE hunter_new_users (
    a text,
    b text COLLATE nocase,
    c text COLLATE nocase
);
INSERT INTO hunter_new_users (rowid, a, b, c)
SELECT rowid, a, b, c FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
CREATE INDEX users_by_a ON users (a);
