-- A table is built anew while a thousand rows would go with it.
-- sqlite before
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE TABLE notes (id integer PRIMARY KEY, writer integer NOT NULL REFERENCES users (id) ON DELETE CASCADE);
-- sqlite after
CREATE TABLE users (id integer PRIMARY KEY, name varchar(10) CHECK (name <> ''));
CREATE TABLE notes (id integer PRIMARY KEY, writer integer NOT NULL REFERENCES users (id) ON DELETE CASCADE);
-- rows
INSERT INTO users VALUES (1, 'a'), (2, 'b');
WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 1000) INSERT INTO notes SELECT i, 1 + i % 2 FROM n;
-- keeps
SELECT count(*) || ' ' || sum(writer) AS j FROM notes;
-- sqlite up
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    name varchar(10),
    CHECK (name <> '')
);
-- fails on rows of users of which this is not so: name <> ''
INSERT INTO hunter_new_users (id, name)
SELECT id, name FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
-- sqlite down
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    name text
);
INSERT INTO hunter_new_users (id, name)
SELECT id, name FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
