-- A key sorts backwards, and so does a unique constraint.
-- sqlite before
CREATE TABLE users (a integer, b integer, CONSTRAINT users_key PRIMARY KEY (a, b), CONSTRAINT once UNIQUE (b, a));
-- sqlite after
CREATE TABLE users (a integer, b integer, CONSTRAINT users_key PRIMARY KEY (a DESC, b), CONSTRAINT once UNIQUE (b COLLATE nocase, a DESC));
-- sqlite up
CREATE TABLE hunter_new_users (
    a integer,
    b integer,
    CONSTRAINT once UNIQUE (b COLLATE nocase, a DESC),
    CONSTRAINT users_key PRIMARY KEY (a DESC, b)
);
-- fails if two rows of users have the same b collate nocase, a desc
-- fails if two rows of users have the same a desc, b
INSERT INTO hunter_new_users (rowid, a, b)
SELECT rowid, a, b FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
-- sqlite down
CREATE TABLE hunter_new_users (
    a integer,
    b integer,
    CONSTRAINT once UNIQUE (b, a),
    CONSTRAINT users_key PRIMARY KEY (a, b)
);
-- fails if two rows of users have the same b, a
-- fails if two rows of users have the same a, b
INSERT INTO hunter_new_users (rowid, a, b)
SELECT rowid, a, b FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
