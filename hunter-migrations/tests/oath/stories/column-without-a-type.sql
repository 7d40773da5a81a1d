-- Columns get a type and lose it.
-- sqlite before
CREATE TABLE things (id integer PRIMARY KEY, a, b blob);
-- sqlite after
CREATE TABLE things (id integer PRIMARY KEY, a blob, b);
-- rows
INSERT INTO things VALUES (1, 'x', 2);
-- keeps
SELECT a || ' ' || b AS j FROM things;
-- sqlite up
CREATE TABLE hunter_new_things (
    id integer PRIMARY KEY,
    a blob,
    b
);
INSERT INTO hunter_new_things (id, a, b)
SELECT id, a, b FROM things;
DROP TABLE things;
ALTER TABLE hunter_new_things RENAME TO things;
-- sqlite down
CREATE TABLE hunter_new_things (
    id integer PRIMARY KEY,
    a,
    b blob
);
INSERT INTO hunter_new_things (id, a, b)
SELECT id, a, b FROM things;
DROP TABLE things;
ALTER TABLE hunter_new_things RENAME TO things;
