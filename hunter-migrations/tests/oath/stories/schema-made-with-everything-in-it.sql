-- A schema is made with tables, a view and a function in it.
-- postgres before
-- postgres after
CREATE SCHEMA app;
COMMENT ON SCHEMA app IS 'the application';
CREATE TABLE app.users (id integer PRIMARY KEY, name text NOT NULL);
CREATE TABLE app.notes (id integer PRIMARY KEY, writer integer REFERENCES app.users, body text);
CREATE INDEX notes_by_writer ON app.notes (writer);
CREATE VIEW app.written AS SELECT u.name, n.body FROM app.users u JOIN app.notes n ON n.writer = u.id;
CREATE FUNCTION app.total() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM app.notes';
-- postgres up
CREATE SCHEMA app;
COMMENT ON SCHEMA app IS 'the application';
CREATE TABLE app.users (
    id integer NOT NULL,
    name text NOT NULL,
    CONSTRAINT users_pkey PRIMARY KEY (id)
);
CREATE TABLE app.notes (
    id integer NOT NULL,
    writer integer,
    body text,
    CONSTRAINT notes_pkey PRIMARY KEY (id)
);
ALTER TABLE app.notes ADD CONSTRAINT notes_writer_fkey FOREIGN KEY (writer) REFERENCES app.users(id);
CREATE INDEX notes_by_writer ON app.notes USING btree (writer);
CREATE VIEW app.written AS
 SELECT u.name,
    n.body
   FROM (app.users u
     JOIN app.notes n ON ((n.writer = u.id)));
CREATE FUNCTION app.total()
RETURNS bigint
LANGUAGE sql
AS $$SELECT count(*) FROM app.notes$$;
-- postgres down
DROP FUNCTION app.total();
DROP VIEW app.written;
-- Loses every row of app.notes.
DROP TABLE app.notes;
-- Loses every row of app.users.
DROP TABLE app.users;
DROP SCHEMA app;
