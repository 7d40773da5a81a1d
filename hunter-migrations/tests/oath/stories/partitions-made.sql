-- A partitioned table is made with partitions, sub-partitions and a default one.
-- postgres before
-- postgres after
CREATE TABLE events (id integer NOT NULL, at date NOT NULL, kind text, PRIMARY KEY (id, at, kind)) PARTITION BY RANGE (at);
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01') PARTITION BY LIST (kind);
CREATE TABLE events_2025_a PARTITION OF events_2025 FOR VALUES IN ('a', 'b');
CREATE TABLE events_rest PARTITION OF events DEFAULT;
CREATE INDEX events_by_kind ON events (kind);
CREATE TABLE hashed (id integer) PARTITION BY HASH (id);
CREATE TABLE hashed_0 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 0);
-- postgres up
CREATE TABLE public.events (
    id integer NOT NULL,
    at date NOT NULL,
    kind text NOT NULL,
    CONSTRAINT events_pkey PRIMARY KEY (id, at, kind)
)
PARTITION BY RANGE (at);
CREATE TABLE public.events_2024 (
    id integer NOT NULL,
    at date NOT NULL,
    kind text NOT NULL
);
ALTER TABLE public.events ATTACH PARTITION public.events_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE public.events_2025 (
    id integer NOT NULL,
    at date NOT NULL,
    kind text NOT NULL
)
PARTITION BY LIST (kind);
ALTER TABLE public.events ATTACH PARTITION public.events_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE public.events_2025_a (
    id integer NOT NULL,
    at date NOT NULL,
    kind text NOT NULL
);
ALTER TABLE public.events_2025 ATTACH PARTITION public.events_2025_a FOR VALUES IN ('a', 'b');
CREATE TABLE public.events_rest (
    id integer NOT NULL,
    at date NOT NULL,
    kind text NOT NULL
);
ALTER TABLE public.events ATTACH PARTITION public.events_rest DEFAULT;
CREATE TABLE public.hashed (
    id integer
)
PARTITION BY HASH (id);
CREATE TABLE public.hashed_0 (
    id integer
);
ALTER TABLE public.hashed ATTACH PARTITION public.hashed_0 FOR VALUES WITH (modulus 2, remainder 0);
CREATE INDEX events_by_kind ON public.events USING btree (kind);
-- postgres down
-- Loses every row of public.events_2024.
DROP TABLE public.events_2024;
-- Loses every row of public.events_2025_a.
DROP TABLE public.events_2025_a;
-- Loses every row of public.events_2025.
DROP TABLE public.events_2025;
-- Loses every row of public.events_rest.
DROP TABLE public.events_rest;
-- Loses every row of public.events.
DROP TABLE public.events;
-- Loses every row of public.hashed_0.
DROP TABLE public.hashed_0;
-- Loses every row of public.hashed.
DROP TABLE public.hashed;
