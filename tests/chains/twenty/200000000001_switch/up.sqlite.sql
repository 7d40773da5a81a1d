PRAGMA journal_mode = WAL;
CREATE TABLE runs (revision text NOT NULL);
INSERT INTO runs VALUES ('01');
