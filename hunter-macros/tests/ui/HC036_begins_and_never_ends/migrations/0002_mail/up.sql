BEGIN;
CREATE TABLE mail (id int);
