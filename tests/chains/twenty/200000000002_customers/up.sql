CREATE TABLE customers (id integer PRIMARY KEY, name text);
INSERT INTO runs VALUES ('02');
