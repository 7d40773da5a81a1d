CREATE INDEX orders_by_customer ON orders (customer);
INSERT INTO runs VALUES ('06');
