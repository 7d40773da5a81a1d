-- A table is built anew with its indexes, under views and triggers, its own and of others.
-- sqlite before
CREATE TABLE users (id integer PRIMARY KEY, name text, age integer);
CREATE TABLE log (name text);
CREATE INDEX users_by_name ON users (name COLLATE nocase DESC, lower(name)) WHERE age > 0;
CREATE VIEW names AS SELECT name FROM users;
CREATE VIEW few AS SELECT name FROM names LIMIT 3;
CREATE TRIGGER seen AFTER INSERT ON users BEGIN INSERT INTO log VALUES (new.name); END;
CREATE TRIGGER logged AFTER INSERT ON log WHEN new.name = 'x' BEGIN DELETE FROM users WHERE name = new.name; END;
-- sqlite after
CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL, age integer);
CREATE TABLE log (name text);
CREATE INDEX users_by_name ON users (name COLLATE nocase DESC, lower(name)) WHERE age > 0;
CREATE VIEW names AS SELECT name FROM users;
CREATE VIEW few AS SELECT name FROM names LIMIT 3;
CREATE TRIGGER seen AFTER INSERT ON users BEGIN INSERT INTO log VALUES (new.name); END;
CREATE TRIGGER logged AFTER INSERT ON log WHEN new.name = 'x' BEGIN DELETE FROM users WHERE name = new.name; END;
-- rows
INSERT INTO users VALUES (1, 'a', 2), (7, 'b', 3);
-- keeps
SELECT few.name || ' ' || log.name AS j FROM few JOIN log ON few.name = log.name ORDER BY 1;
-- sqlite up
DROP TRIGGER logged;
DROP TRIGGER seen;
DROP VIEW few;
DROP VIEW names;
DROP INDEX users_by_name;
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    name text NOT NULL,
    age integer
);
-- fails on rows without a value of users.name
INSERT INTO hunter_new_users (id, name, age)
SELECT id, name, age FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
CREATE INDEX users_by_name ON users (name COLLATE nocase DESC, lower(name)) WHERE age > 0;
CREATE VIEW names AS
select name from users;
CREATE VIEW few AS
select name from names limit 3;
CREATE TRIGGER logged AFTER INSERT ON log FOR EACH ROW
WHEN new.name = 'x'
BEGIN
    delete from users where name = new.name;
END;
CREATE TRIGGER seen AFTER INSERT ON users FOR EACH ROW
BEGIN
    insert into log values (new.name);
END;
-- sqlite down
DROP TRIGGER logged;
DROP TRIGGER seen;
DROP VIEW few;
DROP VIEW names;
DROP INDEX users_by_name;
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    name text,
    age integer
);
INSERT INTO hunter_new_users (id, name, age)
SELECT id, name, age FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
CREATE INDEX users_by_name ON users (name COLLATE nocase DESC, lower(name)) WHERE age > 0;
CREATE VIEW names AS
select name from users;
CREATE VIEW few AS
select name from names limit 3;
CREATE TRIGGER logged AFTER INSERT ON log FOR EACH ROW
WHEN new.name = 'x'
BEGIN
    delete from users where name = new.name;
END;
CREATE TRIGGER seen AFTER INSERT ON users FOR EACH ROW
BEGIN
    insert into log values (new.name);
END;
