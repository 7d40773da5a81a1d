-- Triggers are made, changed and removed.
-- sqlite before
CREATE TABLE users (id integer PRIMARY KEY, name text, age integer);
CREATE TRIGGER goes AFTER INSERT ON users BEGIN SELECT 1; END;
CREATE TRIGGER other_event AFTER INSERT ON users BEGIN SELECT 1; END;
CREATE TRIGGER other_time BEFORE INSERT ON users BEGIN SELECT 1; END;
CREATE TRIGGER other_body AFTER INSERT ON users BEGIN SELECT 1; END;
CREATE TRIGGER other_condition AFTER UPDATE ON users WHEN new.age > 0 BEGIN SELECT 1; END;
-- sqlite after
CREATE TABLE users (id integer PRIMARY KEY, name text, age integer);
CREATE TRIGGER comes AFTER DELETE ON users BEGIN DELETE FROM users WHERE age = old.age; SELECT 2; END;
CREATE TRIGGER other_event AFTER UPDATE OF name, age ON users BEGIN SELECT 1; END;
CREATE TRIGGER other_time AFTER INSERT ON users BEGIN SELECT 1; END;
CREATE TRIGGER other_body AFTER INSERT ON users BEGIN SELECT 2; END;
CREATE TRIGGER other_condition AFTER UPDATE ON users WHEN new.age > 1 BEGIN SELECT 1; END;
-- sqlite up
DROP TRIGGER goes;
DROP TRIGGER other_body;
DROP TRIGGER other_condition;
DROP TRIGGER other_event;
DROP TRIGGER other_time;
CREATE TRIGGER comes AFTER DELETE ON users FOR EACH ROW
BEGIN
    delete from users where age = old.age;
    select 2;
END;
CREATE TRIGGER other_body AFTER INSERT ON users FOR EACH ROW
BEGIN
    select 2;
END;
CREATE TRIGGER other_condition AFTER UPDATE ON users FOR EACH ROW
WHEN new.age > 1
BEGIN
    select 1;
END;
CREATE TRIGGER other_event AFTER UPDATE OF age, name ON users FOR EACH ROW
BEGIN
    select 1;
END;
CREATE TRIGGER other_time AFTER INSERT ON users FOR EACH ROW
BEGIN
    select 1;
END;
-- sqlite down
DROP TRIGGER comes;
DROP TRIGGER other_body;
DROP TRIGGER other_condition;
DROP TRIGGER other_event;
DROP TRIGGER other_time;
CREATE TRIGGER goes AFTER INSERT ON users FOR EACH ROW
BEGIN
    select 1;
END;
CREATE TRIGGER other_body AFTER INSERT ON users FOR EACH ROW
BEGIN
    select 1;
END;
CREATE TRIGGER other_condition AFTER UPDATE ON users FOR EACH ROW
WHEN new.age > 0
BEGIN
    select 1;
END;
CREATE TRIGGER other_event AFTER INSERT ON users FOR EACH ROW
BEGIN
    select 1;
END;
CREATE TRIGGER other_time BEFORE INSERT ON users FOR EACH ROW
BEGIN
    select 1;
END;
