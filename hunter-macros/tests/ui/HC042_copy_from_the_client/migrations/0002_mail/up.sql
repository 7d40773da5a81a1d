CREATE TABLE mail (id int);
COPY mail (id) FROM STDIN;
1
\.
