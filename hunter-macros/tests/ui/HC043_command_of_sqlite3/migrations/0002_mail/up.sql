CREATE TABLE mail (id int);
.read more.sql
