-- An index of a partitioned table and its partitions is the parent's alone.
-- postgres before
CREATE TABLE events (at date NOT NULL, kind text) PARTITION BY RANGE (at);
CREATE TABLE events_rest PARTITION OF events DEFAULT;
CREATE INDEX events_by_kind ON events (kind);
-- postgres after
CREATE TABLE events (at date NOT NULL, kind text) PARTITION BY RANGE (at);
CREATE TABLE events_rest PARTITION OF events DEFAULT;
CREATE INDEX events_by_kind ON ONLY events (kind);
-- postgres up
DROP INDEX public.events_by_kind;
CREATE INDEX events_by_kind ON ONLY public.events USING btree (kind);
-- postgres down
DROP INDEX public.events_by_kind;
CREATE INDEX events_by_kind ON public.events USING btree (kind);
