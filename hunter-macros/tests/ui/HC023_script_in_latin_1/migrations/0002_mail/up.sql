create table mail (id integer primary key);
insert into mail values (1); -- grüße
