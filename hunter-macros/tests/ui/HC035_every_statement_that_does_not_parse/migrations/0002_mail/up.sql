CREATE TABEL mail (id int);
CREATE TABLE tags (id int);
ALTER TABLE users AD COLUMN mail text;
