DROP VIEW order_notes;
CREATE VIEW order_notes AS SELECT id, customer, note FROM orders;
INSERT INTO runs VALUES ('18');
