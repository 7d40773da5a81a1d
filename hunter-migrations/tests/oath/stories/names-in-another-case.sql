-- A table whose names are written in capitals is built anew and gets a view.
-- sqlite before
CREATE TABLE Users (Id integer PRIMARY KEY, Name text);
-- sqlite after
CREATE TABLE Users (Id integer PRIMARY KEY, Name text NOT NULL);
CREATE VIEW Names AS SELECT Name FROM Users;
-- rows
INSERT INTO users VALUES (1, 'a');
-- keeps
SELECT name AS j FROM users;
-- sqlite up
CREATE TABLE hunter_new_users (
    Id integer PRIMARY KEY,
    Name text NOT NULL
);
-- fails on rows without a value of users.name
INSERT INTO hunter_new_users (Id, Name)
SELECT Id, Name FROM Users;
DROP TABLE Users;
ALTER TABLE hunter_new_users RENAME TO Users;
CREATE VIEW Names AS
select name from users;
-- sqlite down
DROP VIEW Names;
CREATE TABLE hunter_new_users (
    Id integer PRIMARY KEY,
    Name text
);
INSERT INTO hunter_new_users (Id, Name)
SELECT Id, Name FROM Users;
DROP TABLE Users;
ALTER TABLE hunter_new_users RENAME TO Users;
