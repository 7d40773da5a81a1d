-- A column gets another name under a policy, a trigger, a generated column, statistics, a grant, a remark and a function.
-- postgres before
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE users (name text, age integer, loud text GENERATED ALWAYS AS (upper(name)) STORED);
COMMENT ON COLUMN users.name IS 'given';
GRANT SELECT (name) ON users TO pg_monitor;
CREATE POLICY own ON users USING (name = CURRENT_USER);
CREATE TRIGGER seen BEFORE UPDATE OF name ON users FOR EACH ROW WHEN (new.name <> '') EXECUTE FUNCTION touch();
CREATE STATISTICS together ON name, age FROM users;
CREATE INDEX by_name ON users (lower(name)) WHERE name <> '';
CREATE FUNCTION longest() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT max(name) FROM users; END;
CREATE RULE stays AS ON DELETE TO users WHERE old.name = 'a' DO INSTEAD NOTHING;
-- postgres after
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE users ("Full Name" text, age integer, loud text GENERATED ALWAYS AS (upper("Full Name")) STORED);
COMMENT ON COLUMN users."Full Name" IS 'given';
GRANT SELECT ("Full Name") ON users TO pg_monitor;
CREATE POLICY own ON users USING ("Full Name" = CURRENT_USER);
CREATE TRIGGER seen BEFORE UPDATE OF "Full Name" ON users FOR EACH ROW WHEN (new."Full Name" <> '') EXECUTE FUNCTION touch();
CREATE STATISTICS together ON "Full Name", age FROM users;
CREATE INDEX by_name ON users (lower("Full Name")) WHERE "Full Name" <> '';
CREATE FUNCTION longest() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT max("Full Name") FROM users; END;
CREATE RULE stays AS ON DELETE TO users WHERE old."Full Name" = 'a' DO INSTEAD NOTHING;
-- rows
INSERT INTO users VALUES ('a', 1);
-- keeps
SELECT loud AS j FROM users;
-- rename users.name = users."Full Name"
-- postgres up
ALTER TABLE public.users RENAME COLUMN name TO "Full Name";
CREATE OR REPLACE FUNCTION public.longest()
RETURNS text
LANGUAGE sql
BEGIN ATOMIC
 SELECT max(users."Full Name") AS max
    FROM public.users;
END;
-- postgres down
ALTER TABLE public.users RENAME COLUMN "Full Name" TO name;
CREATE OR REPLACE FUNCTION public.longest()
RETURNS text
LANGUAGE sql
BEGIN ATOMIC
 SELECT max(users.name) AS max
    FROM public.users;
END;
