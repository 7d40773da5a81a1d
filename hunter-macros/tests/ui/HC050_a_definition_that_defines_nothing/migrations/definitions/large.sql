create view large as select b from a where b > 9;
comment on view large is 'many';
insert into a values (10);
