-- A table has no rowid any more, and another one has it again.
-- sqlite before
CREATE TABLE a (id text PRIMARY KEY, n integer);
CREATE TABLE b (id text PRIMARY KEY, n integer) WITHOUT ROWID;
-- sqlite after
CREATE TABLE a (id text PRIMARY KEY, n integer) WITHOUT ROWID;
CREATE TABLE b (id text PRIMARY KEY, n integer);
-- rows
INSERT INTO a VALUES ('x', 1);
INSERT INTO b VALUES ('x', 2);
-- keeps
SELECT a.n || b.n AS j FROM a JOIN b USING (id);
-- sqlite up
CREATE TABLE hunter_new_a (
    id text,
    n integer,
    PRIMARY KEY (id)
) WITHOUT ROWID;
INSERT INTO hunter_new_a (id, n)
SELECT id, n FROM a;
DROP TABLE a;
ALTER TABLE hunter_new_a RENAME TO a;
CREATE TABLE hunter_new_b (
    id text,
    n integer,
    PRIMARY KEY (id)
);
INSERT INTO hunter_new_b (id, n)
SELECT id, n FROM b;
DROP TABLE b;
ALTER TABLE hunter_new_b RENAME TO b;
-- sqlite down
CREATE TABLE hunter_new_a (
    id text,
    n integer,
    PRIMARY KEY (id)
);
INSERT INTO hunter_new_a (id, n)
SELECT id, n FROM a;
DROP TABLE a;
ALTER TABLE hunter_new_a RENAME TO a;
CREATE TABLE hunter_new_b (
    id text,
    n integer,
    PRIMARY KEY (id)
) WITHOUT ROWID;
INSERT INTO hunter_new_b (id, n)
SELECT id, n FROM b;
DROP TABLE b;
ALTER TABLE hunter_new_b RENAME TO b;
