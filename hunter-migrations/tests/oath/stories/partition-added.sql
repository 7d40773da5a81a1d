-- A partitioned table gets one more partition, with a check and a default of its own.
-- postgres before
CREATE TABLE events (at date NOT NULL, kind text) PARTITION BY RANGE (at);
-- postgres after
CREATE TABLE events (at date NOT NULL, kind text) PARTITION BY RANGE (at);
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
ALTER TABLE events_2024 ADD CONSTRAINT events_2024_kind CHECK (kind <> 'x');
ALTER TABLE events_2024 ALTER COLUMN kind SET DEFAULT 'new';
-- postgres up
CREATE TABLE public.events_2024 (
    at date NOT NULL,
    kind text DEFAULT 'new'::text,
    CONSTRAINT events_2024_kind CHECK ((kind <> 'x'::text))
);
ALTER TABLE public.events ATTACH PARTITION public.events_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
-- postgres down
-- Loses every row of public.events_2024.
DROP TABLE public.events_2024;
