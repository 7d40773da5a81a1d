-- A table becomes a partitioned one.
-- postgres before
CREATE TABLE events (at date NOT NULL);
-- postgres after
CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);
-- postgres unfinished
-- up: public.events: form cannot change from none to partitioned in place; write how its rows move
-- up: public.events: partition by cannot change from none to RANGE (at) in place; write how its rows move
-- down: public.events: form cannot change from partitioned to none in place; write how its rows move
-- down: public.events: partition by cannot change from RANGE (at) to none in place; write how its rows move
