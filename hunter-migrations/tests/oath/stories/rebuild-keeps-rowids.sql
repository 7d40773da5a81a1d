-- A table without a key is built anew, and its rows keep their numbers.
-- sqlite before
CREATE TABLE notes (body text);
-- sqlite after
CREATE TABLE notes (body text NOT NULL);
-- rows
INSERT INTO notes (rowid, body) VALUES (5, 'a'), (9, 'b');
-- keeps
SELECT rowid || body AS j FROM notes ORDER BY rowid;
-- sqlite up
CREATE TABLE hunter_new_notes (
    body text NOT NULL
);
-- fails on rows without a value of notes.body
INSERT INTO hunter_new_notes (rowid, body)
SELECT rowid, body FROM notes;
DROP TABLE notes;
ALTER TABLE hunter_new_notes RENAME TO notes;
-- sqlite down
CREATE TABLE hunter_new_notes (
    body text
);
INSERT INTO hunter_new_notes (rowid, body)
SELECT rowid, body FROM notes;
DROP TABLE notes;
ALTER TABLE hunter_new_notes RENAME TO notes;
