PRAGMA foreign_keys = OFF;
CREATE TABLE mail (id int);
