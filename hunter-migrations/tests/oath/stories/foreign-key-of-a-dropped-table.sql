-- A table with foreign keys to another one goes together with it.
-- both before
CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE a_notes (id integer PRIMARY KEY, writer integer REFERENCES users (id) ON DELETE CASCADE);
CREATE TABLE z_notes (id integer PRIMARY KEY, writer integer REFERENCES users (id) ON DELETE CASCADE);
-- both after
CREATE TABLE others (id integer PRIMARY KEY);
-- postgres up
-- Loses every row of public.a_notes.
DROP TABLE public.a_notes;
-- Loses every row of public.z_notes.
DROP TABLE public.z_notes;
-- Loses every row of public.users.
DROP TABLE public.users;
CREATE TABLE public.others (
    id integer NOT NULL,
    CONSTRAINT others_pkey PRIMARY KEY (id)
);
-- postgres down
-- Loses every row of public.others.
DROP TABLE public.others;
CREATE TABLE public.users (
    id integer NOT NULL,
    CONSTRAINT users_pkey PRIMARY KEY (id)
);
CREATE TABLE public.a_notes (
    id integer NOT NULL,
    writer integer,
    CONSTRAINT a_notes_pkey PRIMARY KEY (id)
);
CREATE TABLE public.z_notes (
    id integer NOT NULL,
    writer integer,
    CONSTRAINT z_notes_pkey PRIMARY KEY (id)
);
ALTER TABLE public.a_notes ADD CONSTRAINT a_notes_writer_fkey FOREIGN KEY (writer) REFERENCES public.users(id) ON DELETE CASCADE;
ALTER TABLE public.z_notes ADD CONSTRAINT z_notes_writer_fkey FOREIGN KEY (writer) REFERENCES public.users(id) ON DELETE CASCADE;
-- sqlite up
-- loses every row of a_notes
DROP TABLE a_notes;
-- loses every row of z_notes
DROP TABLE z_notes;
-- loses every row of users
DROP TABLE users;
CREATE TABLE others (
    id integer PRIMARY KEY
);
-- sqlite down
-- loses every row of others
DROP TABLE others;
CREATE TABLE users (
    id integer PRIMARY KEY
);
CREATE TABLE a_notes (
    id integer PRIMARY KEY,
    writer integer,
    FOREIGN KEY (writer) REFERENCES users (id) ON DELETE CASCADE
);
CREATE TABLE z_notes (
    id integer PRIMARY KEY,
    writer integer,
    FOREIGN KEY (writer) REFERENCES users (id) ON DELETE CASCADE
);
