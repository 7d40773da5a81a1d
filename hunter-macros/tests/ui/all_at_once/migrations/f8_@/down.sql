drop table at;
