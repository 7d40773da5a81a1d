drop table users;
