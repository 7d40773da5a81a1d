-- A table that is in another schema is dropped here and made there.
-- postgres before
CREATE SCHEMA old;
CREATE SCHEMA new;
CREATE TABLE old.users (id integer PRIMARY KEY, name text);
-- postgres after
CREATE SCHEMA old;
CREATE SCHEMA new;
CREATE TABLE new.users (id integer PRIMARY KEY, name text);
-- postgres up
-- Loses every row of old.users.
DROP TABLE old.users;
CREATE TABLE new.users (
    id integer NOT NULL,
    name text,
    CONSTRAINT users_pkey PRIMARY KEY (id)
);
-- postgres down
-- Loses every row of new.users.
DROP TABLE new.users;
CREATE TABLE old.users (
    id integer NOT NULL,
    name text,
    CONSTRAINT users_pkey PRIMARY KEY (id)
);
