create table users (id int);
-- TODO(hunter): public.users cannot become partitioned in place; write how its rows move
