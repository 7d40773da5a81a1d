drop table lists;
