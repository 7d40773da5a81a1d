CREATE TABLE mail (kind text DEFAULT 'letter);
CREATE TABLE tags (id int);
