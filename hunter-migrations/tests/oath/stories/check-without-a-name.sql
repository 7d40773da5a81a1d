-- A check that nobody named changes.
-- sqlite before
CREATE TABLE users (id integer PRIMARY KEY, a integer CHECK (a > 0), CHECK (a < 9));
-- sqlite after
CREATE TABLE users (id integer PRIMARY KEY, a integer CHECK (a > 1), CHECK (a <> 7));
-- rows
INSERT INTO users VALUES (1, 2);
-- keeps
SELECT a || '' AS j FROM users;
-- sqlite up
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    a integer,
    CHECK (a <> 7),
    CHECK (a > 1)
);
-- fails on rows of users of which this is not so: a <> 7
-- fails on rows of users of which this is not so: a > 1
INSERT INTO hunter_new_users (id, a)
SELECT id, a FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
-- sqlite down
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    a integer,
    CHECK (a < 9),
    CHECK (a > 0)
);
-- fails on rows of users of which this is not so: a < 9
-- fails on rows of users of which this is not so: a > 0
INSERT INTO hunter_new_users (id, a)
SELECT id, a FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
