CREATE UNIQUE INDEX log_by_line ON log (line);
VACUUM;
INSERT INTO runs VALUES ('16');
