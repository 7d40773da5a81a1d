UPDATE log SET line = line || ' (read)' WHERE id % 2 = 0;
INSERT INTO runs VALUES ('20');
