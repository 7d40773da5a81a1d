-- A partition has other bounds.
-- postgres before
CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
-- postgres after
CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2026-01-01');
-- rows
INSERT INTO events VALUES ('2024-02-03');
-- keeps
SELECT at::text AS j FROM events;
-- postgres up
ALTER TABLE public.events DETACH PARTITION public.events_2024;
ALTER TABLE public.events ATTACH PARTITION public.events_2024 FOR VALUES FROM ('2024-01-01') TO ('2026-01-01');
-- postgres down
ALTER TABLE public.events DETACH PARTITION public.events_2024;
ALTER TABLE public.events ATTACH PARTITION public.events_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
