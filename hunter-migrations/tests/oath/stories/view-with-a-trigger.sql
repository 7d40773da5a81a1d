-- A view with a trigger instead of an insert has another query.
-- sqlite before
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE VIEW names AS SELECT id, name FROM users;
CREATE TRIGGER taken INSTEAD OF INSERT ON names BEGIN INSERT INTO users (name) VALUES (new.name); END;
-- sqlite after
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE VIEW names AS SELECT name FROM users;
CREATE TRIGGER taken INSTEAD OF INSERT ON names BEGIN INSERT INTO users (name) VALUES (new.name); END;
-- sqlite up
DROP TRIGGER taken;
DROP VIEW names;
CREATE VIEW names AS
select name from users;
CREATE TRIGGER taken INSTEAD OF INSERT ON names FOR EACH ROW
BEGIN
    insert into users(name) values (new.name);
END;
-- sqlite down
DROP TRIGGER taken;
DROP VIEW names;
CREATE VIEW names AS
select id, name from users;
CREATE TRIGGER taken INSTEAD OF INSERT ON names FOR EACH ROW
BEGIN
    insert into users(name) values (new.name);
END;
