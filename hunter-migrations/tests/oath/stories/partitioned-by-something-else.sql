-- A partitioned table is partitioned by something else.
-- postgres before
CREATE TABLE events (at date NOT NULL, kind text) PARTITION BY RANGE (at);
-- postgres after
CREATE TABLE events (at date NOT NULL, kind text) PARTITION BY LIST (kind);
-- postgres unfinished
-- up: public.events: partition by cannot change from RANGE (at) to LIST (kind) in place; write how its rows move
-- down: public.events: partition by cannot change from LIST (kind) to RANGE (at) in place; write how its rows move
