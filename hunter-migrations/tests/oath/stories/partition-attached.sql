-- A table with rows becomes a partition, and a partition becomes a table.
-- postgres before
CREATE TABLE events (at date NOT NULL, kind text) PARTITION BY RANGE (at);
CREATE TABLE events_2024 (at date NOT NULL, kind text);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
-- postgres after
CREATE TABLE events (at date NOT NULL, kind text) PARTITION BY RANGE (at);
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE events_2025 (at date NOT NULL, kind text);
-- rows
INSERT INTO events_2024 VALUES ('2024-02-03', 'a');
INSERT INTO events VALUES ('2025-02-03', 'b');
-- keeps
SELECT kind AS j FROM events_2024 UNION ALL SELECT kind FROM events_2025 ORDER BY 1;
-- postgres up
ALTER TABLE public.events ATTACH PARTITION public.events_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
ALTER TABLE public.events DETACH PARTITION public.events_2025;
-- postgres down
ALTER TABLE public.events DETACH PARTITION public.events_2024;
ALTER TABLE public.events ATTACH PARTITION public.events_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
