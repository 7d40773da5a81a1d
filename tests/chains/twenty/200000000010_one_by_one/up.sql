INSERT INTO runs VALUES ('10 first');
UPDATE orders SET note = note || '!' WHERE id <= 100;
DELETE FROM orders WHERE id > 4900;
INSERT INTO runs VALUES ('10');
