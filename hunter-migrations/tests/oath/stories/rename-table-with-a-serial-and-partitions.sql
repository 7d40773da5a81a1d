-- A table with a serial column and one with partitions get other names.
-- postgres before
CREATE TABLE users (id serial PRIMARY KEY, parent integer CONSTRAINT users_parent REFERENCES users (id));
CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_rest PARTITION OF events DEFAULT;
-- postgres after
CREATE SEQUENCE users_id_seq AS integer;
CREATE TABLE people (id integer NOT NULL DEFAULT nextval('users_id_seq') CONSTRAINT users_pkey PRIMARY KEY, parent integer CONSTRAINT users_parent REFERENCES people (id));
ALTER SEQUENCE users_id_seq OWNED BY people.id;
CREATE TABLE happenings (at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_rest PARTITION OF happenings DEFAULT;
-- rows
INSERT INTO events VALUES ('2024-02-03');
-- keeps
SELECT at::text AS j FROM events_rest;
-- rename users = people
-- rename events = happenings
-- postgres up
ALTER TABLE public.users RENAME TO people;
ALTER TABLE public.events RENAME TO happenings;
-- postgres down
ALTER TABLE public.happenings RENAME TO events;
ALTER TABLE public.people RENAME TO users;
