-- Tables that reference one another are no longer written to the log, in the order that the server asks for.
-- postgres before
CREATE TABLE a_users (id integer PRIMARY KEY);
CREATE TABLE b_notes (id integer PRIMARY KEY, writer integer CONSTRAINT b_writer REFERENCES a_users (id));
CREATE TABLE c_files (note integer CONSTRAINT c_note REFERENCES b_notes (id));
-- postgres after
CREATE UNLOGGED TABLE a_users (id integer PRIMARY KEY);
CREATE UNLOGGED TABLE b_notes (id integer PRIMARY KEY, writer integer CONSTRAINT b_writer REFERENCES a_users (id));
CREATE UNLOGGED TABLE c_files (note integer CONSTRAINT c_note REFERENCES b_notes (id));
-- postgres up
ALTER TABLE public.c_files SET UNLOGGED;
ALTER TABLE public.b_notes SET UNLOGGED;
ALTER TABLE public.a_users SET UNLOGGED;
-- postgres down
ALTER TABLE public.a_users SET LOGGED;
ALTER TABLE public.b_notes SET LOGGED;
ALTER TABLE public.c_files SET LOGGED;
