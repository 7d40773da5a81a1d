-- A table of one module becomes a table of another one.
-- sqlite before
CREATE VIRTUAL TABLE search USING fts5(id, a, b);
-- sqlite after
CREATE VIRTUAL TABLE search USING rtree(id, a, b);
-- sqlite unfinished
-- up: search is a virtual table, which SQLite cannot alter: drop it, make it again and fill it
-- down: search is a virtual table, which SQLite cannot alter: drop it, make it again and fill it
