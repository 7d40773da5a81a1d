UPDATE log SET line = line || ' (read)' WHERE line LIKE '%0';
INSERT INTO runs VALUES ('20');
