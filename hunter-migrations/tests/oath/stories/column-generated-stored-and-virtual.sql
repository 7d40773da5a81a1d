-- A generated column is stored and no longer reckoned, and the reverse.
-- sqlite before
CREATE TABLE users (id integer PRIMARY KEY, a integer, b integer AS (a * 2) STORED, c integer AS (a * 3) VIRTUAL);
-- sqlite after
CREATE TABLE users (id integer PRIMARY KEY, a integer, b integer AS (a * 2) VIRTUAL, c integer AS (a * 3) STORED);
-- rows
INSERT INTO users (id, a) VALUES (1, 3);
-- keeps
SELECT b || ' ' || c AS j FROM users;
-- sqlite up
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    a integer,
    b integer GENERATED ALWAYS AS (a * 2),
    c integer GENERATED ALWAYS AS (a * 3) STORED
);
INSERT INTO hunter_new_users (id, a)
SELECT id, a FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
-- sqlite down
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    a integer,
    b integer GENERATED ALWAYS AS (a * 2) STORED,
    c integer GENERATED ALWAYS AS (a * 3)
);
INSERT INTO hunter_new_users (id, a)
SELECT id, a FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
