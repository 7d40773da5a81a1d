DROP VIEW active;
DROP TABLE users;
