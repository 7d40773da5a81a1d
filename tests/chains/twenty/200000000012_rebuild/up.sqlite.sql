CREATE TABLE customers_new (id integer PRIMARY KEY, name text NOT NULL);
INSERT INTO customers_new SELECT id, name FROM customers;
DROP TABLE customers;
ALTER TABLE customers_new RENAME TO customers;
CREATE UNIQUE INDEX customers_by_name ON customers (name);
INSERT INTO runs VALUES ('12');
