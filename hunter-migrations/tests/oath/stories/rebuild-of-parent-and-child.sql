-- A parent and its children are built anew together, with generated columns and keys without names.
-- sqlite before
CREATE TABLE users (id text NOT NULL UNIQUE, n integer, twice AS (n * 2) STORED);
CREATE TABLE notes (writer text REFERENCES users (id) ON DELETE CASCADE, made text DEFAULT (datetime('now')), UNIQUE (writer, made));
-- sqlite after
CREATE TABLE users (id text NOT NULL UNIQUE CHECK (id <> ''), n integer DEFAULT 4, twice AS (n * 2) STORED);
CREATE TABLE notes (writer text NOT NULL REFERENCES users (id) ON DELETE SET NULL, made text DEFAULT (date('now')), UNIQUE (writer, made));
-- rows
INSERT INTO users (id, n) VALUES ('x', 3);
INSERT INTO notes VALUES ('x', 'y');
-- keeps
SELECT twice || writer || made AS j FROM users JOIN notes ON writer = id;
-- sqlite up
CREATE TABLE hunter_new_users (
    id text NOT NULL,
    n integer DEFAULT 4,
    twice GENERATED ALWAYS AS (n * 2) STORED,
    CHECK (id <> ''),
    UNIQUE (id)
);
-- fails on rows of users of which this is not so: id <> ''
INSERT INTO hunter_new_users (rowid, id, n)
SELECT rowid, id, n FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
CREATE TABLE hunter_new_notes (
    writer text NOT NULL,
    made text DEFAULT (date('now')),
    FOREIGN KEY (writer) REFERENCES users (id) ON DELETE SET NULL,
    UNIQUE (writer, made)
);
-- fails on rows without a value of notes.writer
-- fails on rows of notes whose writer is not in users(id)
INSERT INTO hunter_new_notes (rowid, writer, made)
SELECT rowid, writer, made FROM notes;
DROP TABLE notes;
ALTER TABLE hunter_new_notes RENAME TO notes;
-- sqlite down
CREATE TABLE hunter_new_users (
    id text NOT NULL,
    n integer,
    twice GENERATED ALWAYS AS (n * 2) STORED,
    UNIQUE (id)
);
INSERT INTO hunter_new_users (rowid, id, n)
SELECT rowid, id, n FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
CREATE TABLE hunter_new_notes (
    writer text,
    made text DEFAULT (datetime('now')),
    FOREIGN KEY (writer) REFERENCES users (id) ON DELETE CASCADE,
    UNIQUE (writer, made)
);
-- fails on rows of notes whose writer is not in users(id)
INSERT INTO hunter_new_notes (rowid, writer, made)
SELECT rowid, writer, made FROM notes;
DROP TABLE notes;
ALTER TABLE hunter_new_notes RENAME TO notes;
