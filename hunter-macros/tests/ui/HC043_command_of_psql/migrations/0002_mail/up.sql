\set ON_ERROR_STOP on
CREATE TABLE mail (id int);
