UPDATE orders SET note = 'order ' || id;
INSERT INTO runs VALUES ('08');
