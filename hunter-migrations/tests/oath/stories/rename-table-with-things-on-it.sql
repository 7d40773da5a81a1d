-- A table gets another name while a view, an index, a trigger and a foreign key stand on it.
-- both before
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE INDEX by_name ON users (name);
CREATE TABLE notes (id integer PRIMARY KEY, writer integer CONSTRAINT notes_writer REFERENCES users (id));
CREATE VIEW names AS SELECT name FROM users;
-- postgres before
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER seen BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
COMMENT ON TABLE users IS 'who';
GRANT SELECT ON users TO pg_monitor;
-- sqlite before
CREATE TRIGGER seen AFTER UPDATE ON users BEGIN DELETE FROM notes WHERE writer = old.id; END;
-- both after
CREATE TABLE people (id integer PRIMARY KEY, name text);
CREATE INDEX by_name ON people (name);
CREATE TABLE notes (id integer PRIMARY KEY, writer integer CONSTRAINT notes_writer REFERENCES people (id));
CREATE VIEW names AS SELECT name FROM people;
-- postgres after
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER seen BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION touch();
COMMENT ON TABLE people IS 'who';
GRANT SELECT ON people TO pg_monitor;
-- sqlite after
CREATE TRIGGER seen AFTER UPDATE ON people BEGIN DELETE FROM notes WHERE writer = old.id; END;
-- rows
INSERT INTO users VALUES (1, 'a');
INSERT INTO notes VALUES (2, 1);
-- keeps
SELECT n.name || notes.id AS j FROM names n JOIN notes ON true;
-- rename users = people
-- postgres up
ALTER TABLE public.users RENAME TO people;
ALTER TABLE public.notes DROP CONSTRAINT notes_writer;
ALTER TABLE public.people DROP CONSTRAINT users_pkey;
-- Fails where a row of public.people breaks it.
ALTER TABLE public.people ADD CONSTRAINT people_pkey PRIMARY KEY (id);
ALTER TABLE public.notes ADD CONSTRAINT notes_writer FOREIGN KEY (writer) REFERENCES public.people(id);
CREATE OR REPLACE VIEW public.names AS
 SELECT people.name
   FROM public.people;
-- postgres down
ALTER TABLE public.people RENAME TO users;
ALTER TABLE public.notes DROP CONSTRAINT notes_writer;
ALTER TABLE public.users DROP CONSTRAINT people_pkey;
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);
ALTER TABLE public.notes ADD CONSTRAINT notes_writer FOREIGN KEY (writer) REFERENCES public.users(id);
CREATE OR REPLACE VIEW public.names AS
 SELECT users.name
   FROM public.users;
-- sqlite up
ALTER TABLE users RENAME TO people;
DROP VIEW names;
CREATE VIEW names AS
select name from people;
-- sqlite down
ALTER TABLE people RENAME TO users;
DROP VIEW names;
CREATE VIEW names AS
select name from users;
