insert into mail values (1);
