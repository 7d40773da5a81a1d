CREATE TABLE runs (revision text NOT NULL);
VACUUM runs;
INSERT INTO runs VALUES ('01');
