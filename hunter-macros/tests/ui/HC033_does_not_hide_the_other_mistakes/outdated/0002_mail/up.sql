create table mail (id integer primary key);
