-- A table is built anew with a column more, under a view of all its columns and a trigger on that.
-- sqlite before
CREATE TABLE users (id integer PRIMARY KEY, a integer);
CREATE VIEW everything AS SELECT * FROM users;
CREATE TRIGGER taken INSTEAD OF DELETE ON everything BEGIN DELETE FROM users WHERE id = old.id; END;
-- sqlite after
CREATE TABLE users (id integer PRIMARY KEY, b integer NOT NULL DEFAULT 3, a integer UNIQUE);
CREATE VIEW everything AS SELECT * FROM users;
CREATE TRIGGER taken INSTEAD OF DELETE ON everything BEGIN DELETE FROM users WHERE id = old.id; END;
-- rows
INSERT INTO users VALUES (1, 2);
-- keeps
SELECT a || '' AS j FROM everything;
-- sqlite up
DROP TRIGGER taken;
DROP VIEW everything;
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    b integer NOT NULL DEFAULT 3,
    a integer,
    UNIQUE (a)
);
-- fails if two rows of users have the same a
INSERT INTO hunter_new_users (id, a)
SELECT id, a FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
CREATE VIEW everything AS
select * from users;
CREATE TRIGGER taken INSTEAD OF DELETE ON everything FOR EACH ROW
BEGIN
    delete from users where id = old.id;
END;
-- sqlite down
DROP TRIGGER taken;
DROP VIEW everything;
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    a integer
);
INSERT INTO hunter_new_users (id, a)
SELECT id, a FROM users;
-- loses the values of users.b
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
CREATE VIEW everything AS
select * from users;
CREATE TRIGGER taken INSTEAD OF DELETE ON everything FOR EACH ROW
BEGIN
    delete from users where id = old.id;
END;
