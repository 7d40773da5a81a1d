CREATE UNIQUE INDEX customers_by_name ON customers (name);
INSERT INTO runs VALUES ('11');
