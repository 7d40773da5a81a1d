-- A partitioned table gets a column, an index and a key.
-- postgres before
CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
-- postgres after
CREATE TABLE events (at date NOT NULL, kind text DEFAULT 'x' NOT NULL, PRIMARY KEY (at)) PARTITION BY RANGE (at);
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE INDEX events_by_kind ON events (kind);
-- rows
INSERT INTO events VALUES ('2024-02-03');
-- keeps
SELECT at::text AS j FROM events;
-- postgres up
ALTER TABLE public.events ADD COLUMN kind text DEFAULT 'x'::text NOT NULL;
-- Fails where a row of public.events breaks it.
ALTER TABLE public.events ADD CONSTRAINT events_pkey PRIMARY KEY (at);
CREATE INDEX events_by_kind ON public.events USING btree (kind);
-- postgres down
DROP INDEX public.events_by_kind;
ALTER TABLE public.events DROP CONSTRAINT events_pkey;
-- Loses the values of public.events.kind.
ALTER TABLE public.events DROP COLUMN kind;
