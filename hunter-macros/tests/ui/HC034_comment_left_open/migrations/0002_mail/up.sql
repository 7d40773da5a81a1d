CREATE TABLE mail (id int);
/* CREATE TABLE tags (id int);
