create table links (id integer primary key);
