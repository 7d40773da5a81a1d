create table tags (id integer primary key);
