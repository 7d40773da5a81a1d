CREATE TABLE scratch (id integer PRIMARY KEY);
INSERT INTO runs VALUES ('17');
