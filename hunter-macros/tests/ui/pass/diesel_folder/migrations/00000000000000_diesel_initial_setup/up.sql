create table setup (id integer primary key);
