-- What happens without a value changes.
-- sqlite before
CREATE TABLE users (id integer PRIMARY KEY, a integer NOT NULL, b integer NOT NULL ON CONFLICT REPLACE DEFAULT 1);
-- sqlite after
CREATE TABLE users (id integer PRIMARY KEY, a integer NOT NULL ON CONFLICT FAIL, b integer NOT NULL ON CONFLICT IGNORE DEFAULT 1);
-- sqlite up
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    a integer NOT NULL ON CONFLICT FAIL,
    b integer NOT NULL ON CONFLICT IGNORE DEFAULT 1
);
INSERT OR ABORT INTO hunter_new_users (id, a, b)
SELECT id, a, b FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
-- sqlite down
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    a integer NOT NULL,
    b integer NOT NULL ON CONFLICT REPLACE DEFAULT 1
);
INSERT OR ABORT INTO hunter_new_users (id, a, b)
SELECT id, a, b FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
