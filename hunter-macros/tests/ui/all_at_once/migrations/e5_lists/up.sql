create table lists (id integer primary key);
