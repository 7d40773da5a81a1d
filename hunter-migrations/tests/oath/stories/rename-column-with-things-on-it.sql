-- A column gets another name while a view, an index, a check and a foreign key stand on it.
-- both before
CREATE TABLE users (id integer PRIMARY KEY, name text CONSTRAINT users_name CHECK (name <> ''));
CREATE TABLE notes (id integer PRIMARY KEY, writer integer CONSTRAINT notes_writer REFERENCES users (id));
CREATE INDEX by_name ON users (name);
CREATE VIEW names AS SELECT name AS given FROM users;
-- both after
CREATE TABLE users (user_id integer PRIMARY KEY, full_name text CONSTRAINT users_name CHECK (full_name <> ''));
CREATE TABLE notes (id integer PRIMARY KEY, author integer CONSTRAINT notes_writer REFERENCES users (user_id));
CREATE INDEX by_name ON users (full_name);
CREATE VIEW names AS SELECT full_name AS given FROM users;
-- rows
INSERT INTO users VALUES (1, 'a');
INSERT INTO notes VALUES (2, 1);
-- keeps
SELECT given || notes.id AS j FROM names JOIN notes ON true;
-- rename users.name = users.full_name
-- rename users.id = users.user_id
-- rename notes.writer = notes.author
-- postgres up
ALTER TABLE public.users RENAME COLUMN name TO full_name;
ALTER TABLE public.users RENAME COLUMN id TO user_id;
ALTER TABLE public.notes RENAME COLUMN writer TO author;
CREATE OR REPLACE VIEW public.names AS
 SELECT users.full_name AS given
   FROM public.users;
-- postgres down
ALTER TABLE public.notes RENAME COLUMN author TO writer;
ALTER TABLE public.users RENAME COLUMN user_id TO id;
ALTER TABLE public.users RENAME COLUMN full_name TO name;
CREATE OR REPLACE VIEW public.names AS
 SELECT users.name AS given
   FROM public.users;
-- sqlite up
ALTER TABLE users RENAME COLUMN name TO full_name;
ALTER TABLE users RENAME COLUMN id TO user_id;
ALTER TABLE notes RENAME COLUMN writer TO author;
DROP VIEW names;
CREATE VIEW names AS
select full_name as given from users;
-- sqlite down
ALTER TABLE notes RENAME COLUMN author TO writer;
ALTER TABLE users RENAME COLUMN user_id TO id;
ALTER TABLE users RENAME COLUMN full_name TO name;
DROP VIEW names;
CREATE VIEW names AS
select name as given from users;
