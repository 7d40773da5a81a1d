CREATE TABLE seen (what text);
CREATE TABLE big (n int);
