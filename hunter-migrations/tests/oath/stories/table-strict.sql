-- A table becomes strict, and another one ceases to be.
-- sqlite before
CREATE TABLE a (id integer PRIMARY KEY, n integer);
CREATE TABLE b (id integer PRIMARY KEY, n any) STRICT;
-- sqlite after
CREATE TABLE a (id integer PRIMARY KEY, n integer) STRICT;
CREATE TABLE b (id integer PRIMARY KEY, n any);
-- rows
INSERT INTO a VALUES (1, 1);
INSERT INTO b VALUES (1, 'x');
-- keeps
SELECT a.n || b.n AS j FROM a JOIN b USING (id);
-- sqlite up
CREATE TABLE hunter_new_a (
    id integer PRIMARY KEY,
    n integer
) STRICT;
-- fails on rows whose a.id is no integer
-- fails on rows whose a.n is no integer
INSERT INTO hunter_new_a (id, n)
SELECT id, n FROM a;
DROP TABLE a;
ALTER TABLE hunter_new_a RENAME TO a;
CREATE TABLE hunter_new_b (
    id integer PRIMARY KEY,
    n any
);
INSERT INTO hunter_new_b (id, n)
SELECT id, n FROM b;
DROP TABLE b;
ALTER TABLE hunter_new_b RENAME TO b;
-- sqlite down
CREATE TABLE hunter_new_a (
    id integer PRIMARY KEY,
    n integer
);
INSERT INTO hunter_new_a (id, n)
SELECT id, n FROM a;
DROP TABLE a;
ALTER TABLE hunter_new_a RENAME TO a;
CREATE TABLE hunter_new_b (
    id integer PRIMARY KEY,
    n any
) STRICT;
-- fails on rows whose b.id is no integer
INSERT INTO hunter_new_b (id, n)
SELECT id, n FROM b;
DROP TABLE b;
ALTER TABLE hunter_new_b RENAME TO b;
