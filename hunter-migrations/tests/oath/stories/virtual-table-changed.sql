-- A full text search table has one more column.
-- sqlite before
CREATE VIRTUAL TABLE search USING fts5(body);
-- sqlite after
CREATE VIRTUAL TABLE search USING fts5(title, body);
-- sqlite unfinished
-- up: search is a virtual table, which SQLite cannot alter: drop it, make it again and fill it
-- down: search is a virtual table, which SQLite cannot alter: drop it, make it again and fill it
