-- A full text search table is made, with the triggers that feed it.
-- sqlite before
CREATE TABLE notes (id integer PRIMARY KEY, body text);
-- sqlite after
CREATE TABLE notes (id integer PRIMARY KEY, body text);
CREATE VIRTUAL TABLE search USING fts5(body, content = 'notes', content_rowid = 'id', tokenize = 'porter ascii');
CREATE TRIGGER notes_found AFTER INSERT ON notes BEGIN INSERT INTO search (rowid, body) VALUES (new.id, new.body); END;
-- sqlite up
CREATE VIRTUAL TABLE search USING fts5(body, content = 'notes', content_rowid = 'id', tokenize = 'porter ascii');
CREATE TRIGGER notes_found AFTER INSERT ON notes FOR EACH ROW
BEGIN
    insert into search(rowid, body) values (new.id, new.body);
END;
-- sqlite down
DROP TRIGGER notes_found;
-- loses every row of search
DROP TABLE search;
