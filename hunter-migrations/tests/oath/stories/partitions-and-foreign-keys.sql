-- Foreign keys from and to a partitioned table come.
-- postgres before
CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE events (id integer, at date NOT NULL, writer integer, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE events_rest PARTITION OF events DEFAULT;
CREATE TABLE notes (id integer, at date);
-- postgres after
CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE events (
    id integer, at date NOT NULL, writer integer CONSTRAINT events_writer REFERENCES users (id), PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE TABLE events_rest PARTITION OF events DEFAULT;
CREATE TABLE notes (id integer, at date, CONSTRAINT notes_event FOREIGN KEY (id, at) REFERENCES events (id, at));
-- rows
INSERT INTO users VALUES (1);
INSERT INTO events VALUES (2, '2024-02-03', 1);
-- keeps
SELECT id::text AS j FROM events;
-- postgres up
-- Fails where a row of public.events breaks it.
ALTER TABLE public.events ADD CONSTRAINT events_writer FOREIGN KEY (writer) REFERENCES public.users(id);
-- Fails where a row of public.notes breaks it.
ALTER TABLE public.notes ADD CONSTRAINT notes_event FOREIGN KEY (id, at) REFERENCES public.events(id, at);
-- postgres down
ALTER TABLE public.events DROP CONSTRAINT events_writer;
ALTER TABLE public.notes DROP CONSTRAINT notes_event;
