-- A table that remembers the keys it gave is built anew and still remembers.
-- sqlite before
CREATE TABLE a (id integer PRIMARY KEY AUTOINCREMENT, n integer);
-- sqlite after
CREATE TABLE a (id integer PRIMARY KEY AUTOINCREMENT, n text);
-- rows
INSERT INTO a VALUES (30, 1), (31, 2);
DELETE FROM a WHERE id = 31;
-- keeps
SELECT seq || '' AS j FROM sqlite_sequence WHERE name = 'a';
-- sqlite up
CREATE TABLE hunter_new_a (
    id integer PRIMARY KEY AUTOINCREMENT,
    n text
);
INSERT INTO sqlite_sequence (name, seq)
SELECT 'hunter_new_a', seq FROM sqlite_sequence WHERE name = 'a' COLLATE NOCASE;
INSERT INTO hunter_new_a (id, n)
SELECT id, n FROM a;
DROP TABLE a;
ALTER TABLE hunter_new_a RENAME TO a;
-- sqlite down
CREATE TABLE hunter_new_a (
    id integer PRIMARY KEY AUTOINCREMENT,
    n integer
);
INSERT INTO sqlite_sequence (name, seq)
SELECT 'hunter_new_a', seq FROM sqlite_sequence WHERE name = 'a' COLLATE NOCASE;
INSERT INTO hunter_new_a (id, n)
SELECT id, n FROM a;
DROP TABLE a;
ALTER TABLE hunter_new_a RENAME TO a;
