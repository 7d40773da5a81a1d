-- An index is on a partitioned table alone and not on its partitions.
-- postgres before
CREATE TABLE events (at date NOT NULL, kind text) PARTITION BY RANGE (at);
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
-- postgres after
CREATE TABLE events (at date NOT NULL, kind text) PARTITION BY RANGE (at);
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE INDEX events_by_kind ON ONLY events (kind);
-- postgres up
CREATE INDEX events_by_kind ON ONLY public.events USING btree (kind);
-- postgres down
DROP INDEX public.events_by_kind;
