-- A table begins to remember the keys it gave, and another one ceases.
-- sqlite before
CREATE TABLE a (id integer PRIMARY KEY, n integer);
CREATE TABLE b (id integer PRIMARY KEY AUTOINCREMENT, n integer);
-- sqlite after
CREATE TABLE a (id integer PRIMARY KEY AUTOINCREMENT, n integer);
CREATE TABLE b (id integer PRIMARY KEY, n integer);
-- rows
INSERT INTO a VALUES (3, 1);
INSERT INTO b VALUES (3, 2);
-- keeps
SELECT a.n || b.n AS j FROM a JOIN b USING (id);
-- sqlite up
CREATE TABLE hunter_new_a (
    id integer PRIMARY KEY AUTOINCREMENT,
    n integer
);
INSERT INTO hunter_new_a (id, n)
SELECT id, n FROM a;
DROP TABLE a;
ALTER TABLE hunter_new_a RENAME TO a;
CREATE TABLE hunter_new_b (
    id integer PRIMARY KEY,
    n integer
);
INSERT INTO hunter_new_b (id, n)
SELECT id, n FROM b;
-- forgets the highest id that b ever had
DROP TABLE b;
ALTER TABLE hunter_new_b RENAME TO b;
-- sqlite down
CREATE TABLE hunter_new_a (
    id integer PRIMARY KEY,
    n integer
);
INSERT INTO hunter_new_a (id, n)
SELECT id, n FROM a;
-- forgets the highest id that a ever had
DROP TABLE a;
ALTER TABLE hunter_new_a RENAME TO a;
CREATE TABLE hunter_new_b (
    id integer PRIMARY KEY AUTOINCREMENT,
    n integer
);
INSERT INTO hunter_new_b (id, n)
SELECT id, n FROM b;
DROP TABLE b;
ALTER TABLE hunter_new_b RENAME TO b;
