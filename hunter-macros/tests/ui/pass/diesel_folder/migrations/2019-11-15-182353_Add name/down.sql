drop table names;
