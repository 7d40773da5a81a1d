-- A table that references itself gets another name and is built anew, under a view and a trigger.
-- sqlite before
CREATE TABLE users (id integer PRIMARY KEY, name text, boss integer REFERENCES users (id) ON DELETE CASCADE);
CREATE VIEW names AS SELECT u.name, b.name AS boss FROM users u LEFT JOIN users b ON b.id = u.boss;
CREATE TRIGGER seen AFTER UPDATE OF name ON users WHEN new.name <> old.name BEGIN UPDATE users SET boss = NULL WHERE id = new.id; END;
-- sqlite after
CREATE TABLE people (id integer PRIMARY KEY, name text NOT NULL, boss integer REFERENCES people (id) ON DELETE CASCADE);
CREATE VIEW names AS SELECT u.name, b.name AS boss FROM people u LEFT JOIN people b ON b.id = u.boss;
CREATE TRIGGER seen AFTER UPDATE OF name ON people WHEN new.name <> old.name BEGIN UPDATE people SET boss = NULL WHERE id = new.id; END;
-- rows
INSERT INTO users VALUES (1, 'a', NULL), (2, 'b', 1);
-- keeps
SELECT name || coalesce(boss, '-') AS j FROM names ORDER BY 1;
-- rename users = people
-- sqlite up
ALTER TABLE users RENAME TO people;
DROP TRIGGER seen;
DROP VIEW names;
CREATE TABLE hunter_new_people (
    id integer PRIMARY KEY,
    name text NOT NULL,
    boss integer,
    FOREIGN KEY (boss) REFERENCES people (id) ON DELETE CASCADE
);
-- fails on rows without a value of people.name
INSERT INTO hunter_new_people (id, name, boss)
SELECT id, name, boss FROM people;
DROP TABLE people;
ALTER TABLE hunter_new_people RENAME TO people;
CREATE VIEW names AS
select u.name, b.name as boss from people u left join people b on b.id = u.boss;
CREATE TRIGGER seen AFTER UPDATE OF name ON people FOR EACH ROW
WHEN new.name <> old.name
BEGIN
    update people set boss = null where id = new.id;
END;
-- sqlite down
ALTER TABLE people RENAME TO users;
DROP TRIGGER seen;
DROP VIEW names;
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    name text,
    boss integer,
    FOREIGN KEY (boss) REFERENCES users (id) ON DELETE CASCADE
);
INSERT INTO hunter_new_users (id, name, boss)
SELECT id, name, boss FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
CREATE VIEW names AS
select u.name, b.name as boss from users u left join users b on b.id = u.boss;
CREATE TRIGGER seen AFTER UPDATE OF name ON users FOR EACH ROW
WHEN new.name <> old.name
BEGIN
    update users set boss = null where id = new.id;
END;
