create table notifications (id integer primary key);
