-- What a key and a unique constraint do on a conflict changes.
-- sqlite before
CREATE TABLE users (id integer NOT NULL, a integer, b integer UNIQUE, CONSTRAINT users_key PRIMARY KEY (id, a));
-- sqlite after
CREATE TABLE users (
    id integer NOT NULL, a integer, b integer UNIQUE ON CONFLICT IGNORE, CONSTRAINT users_key PRIMARY KEY (id, a) ON CONFLICT REPLACE
);
-- rows
INSERT INTO users VALUES (1, 2, 3);
-- keeps
SELECT (id + a + b) || '' AS j FROM users;
-- sqlite up
CREATE TABLE hunter_new_users (
    id integer NOT NULL,
    a integer,
    b integer,
    UNIQUE (b) ON CONFLICT IGNORE,
    CONSTRAINT users_key PRIMARY KEY (id, a) ON CONFLICT REPLACE
);
INSERT OR ABORT INTO hunter_new_users (rowid, id, a, b)
SELECT rowid, id, a, b FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
-- sqlite down
CREATE TABLE hunter_new_users (
    id integer NOT NULL,
    a integer,
    b integer,
    UNIQUE (b),
    CONSTRAINT users_key PRIMARY KEY (id, a)
);
INSERT INTO hunter_new_users (rowid, id, a, b)
SELECT rowid, id, a, b FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
