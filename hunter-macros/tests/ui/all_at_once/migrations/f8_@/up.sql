create table at (id integer primary key);
