-- A primary key that a foreign key references is replaced by another one.
-- both before
CREATE TABLE users (id integer PRIMARY KEY, tenant integer NOT NULL);
CREATE TABLE notes (writer integer, tenant integer, CONSTRAINT notes_writer FOREIGN KEY (writer) REFERENCES users (id));
-- both after
CREATE TABLE users (id integer NOT NULL, tenant integer NOT NULL, CONSTRAINT users_key PRIMARY KEY (tenant, id));
CREATE TABLE notes (writer integer, tenant integer, CONSTRAINT notes_writer FOREIGN KEY (tenant, writer) REFERENCES users (tenant, id));
-- rows
INSERT INTO users VALUES (1, 2);
INSERT INTO notes VALUES (1, 2);
-- keeps
SELECT (id + users.tenant) || '' AS j FROM users JOIN notes ON writer = id;
-- postgres up
ALTER TABLE public.notes DROP CONSTRAINT notes_writer;
ALTER TABLE public.users DROP CONSTRAINT users_pkey;
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT users_key PRIMARY KEY (tenant, id);
-- Fails where a row of public.notes breaks it.
ALTER TABLE public.notes ADD CONSTRAINT notes_writer FOREIGN KEY (tenant, writer) REFERENCES public.users(tenant, id);
-- postgres down
ALTER TABLE public.notes DROP CONSTRAINT notes_writer;
ALTER TABLE public.users DROP CONSTRAINT users_key;
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);
-- Fails where a row of public.notes breaks it.
ALTER TABLE public.notes ADD CONSTRAINT notes_writer FOREIGN KEY (writer) REFERENCES public.users(id);
-- sqlite up
CREATE TABLE hunter_new_users (
    id integer NOT NULL,
    tenant integer NOT NULL,
    CONSTRAINT users_key PRIMARY KEY (tenant, id)
);
-- fails if two rows of users have the same tenant, id
INSERT INTO hunter_new_users (id, tenant)
SELECT id, tenant FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
CREATE TABLE hunter_new_notes (
    writer integer,
    tenant integer,
    CONSTRAINT notes_writer FOREIGN KEY (tenant, writer) REFERENCES users (tenant, id)
);
-- fails on rows of notes whose tenant, writer is not in users(tenant, id)
INSERT INTO hunter_new_notes (rowid, writer, tenant)
SELECT rowid, writer, tenant FROM notes;
DROP TABLE notes;
ALTER TABLE hunter_new_notes RENAME TO notes;
-- sqlite down
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    tenant integer NOT NULL
);
-- fails if two rows of users have the same id
INSERT INTO hunter_new_users (id, tenant)
SELECT id, tenant FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
CREATE TABLE hunter_new_notes (
    writer integer,
    tenant integer,
    CONSTRAINT notes_writer FOREIGN KEY (writer) REFERENCES users (id)
);
-- fails on rows of notes whose writer is not in users(id)
INSERT INTO hunter_new_notes (rowid, writer, tenant)
SELECT rowid, writer, tenant FROM notes;
DROP TABLE notes;
ALTER TABLE hunter_new_notes RENAME TO notes;
