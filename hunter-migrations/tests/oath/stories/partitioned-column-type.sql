-- A column of a partitioned table and of a parent changes its type, with what stands on it.
-- postgres before
CREATE TABLE events (at date NOT NULL, kind varchar(5) DEFAULT 'x') PARTITION BY RANGE (at);
CREATE TABLE events_rest PARTITION OF events DEFAULT;
CREATE INDEX events_by_kind ON events (kind);
CREATE VIEW kinds AS SELECT kind FROM events_rest;
CREATE TABLE base (name varchar(5) NOT NULL);
CREATE TABLE derived (more text) INHERITS (base);
CREATE VIEW names AS SELECT name FROM derived;
-- postgres after
CREATE TABLE events (at date NOT NULL, kind text DEFAULT 'y') PARTITION BY RANGE (at);
CREATE TABLE events_rest PARTITION OF events DEFAULT;
CREATE INDEX events_by_kind ON events (kind);
CREATE VIEW kinds AS SELECT kind FROM events_rest;
CREATE TABLE base (name text);
CREATE TABLE derived (more text) INHERITS (base);
CREATE VIEW names AS SELECT name FROM derived;
-- rows
INSERT INTO events (at) VALUES ('2024-02-03');
INSERT INTO derived VALUES ('a', 'b');
-- keeps
SELECT kinds.kind || names.name AS j FROM kinds, names;
-- postgres up
DROP VIEW public.kinds;
DROP VIEW public.names;
-- Converts the values of public.base.name; fails where one cannot be.
ALTER TABLE public.base
    ALTER COLUMN name TYPE text USING name::text,
    ALTER COLUMN name DROP NOT NULL;
ALTER TABLE public.derived ALTER COLUMN name DROP NOT NULL;
-- Converts the values of public.events.kind; fails where one cannot be.
ALTER TABLE public.events
    ALTER COLUMN kind DROP DEFAULT,
    ALTER COLUMN kind TYPE text USING kind::text,
    ALTER COLUMN kind SET DEFAULT 'y'::text;
ALTER TABLE public.events_rest ALTER COLUMN kind SET DEFAULT 'y'::text;
CREATE VIEW public.kinds AS
 SELECT events_rest.kind
   FROM public.events_rest;
CREATE VIEW public.names AS
 SELECT derived.name
   FROM public.derived;
-- postgres down
DROP VIEW public.kinds;
DROP VIEW public.names;
-- Converts the values of public.base.name; fails where one cannot be.
ALTER TABLE public.base
    ALTER COLUMN name TYPE character varying(5),
    ALTER COLUMN name SET NOT NULL;
-- Fails where public.derived.name is null in a row.
ALTER TABLE public.derived ALTER COLUMN name SET NOT NULL;
-- Converts the values of public.events.kind; fails where one cannot be.
ALTER TABLE public.events
    ALTER COLUMN kind DROP DEFAULT,
    ALTER COLUMN kind TYPE character varying(5),
    ALTER COLUMN kind SET DEFAULT 'x'::character varying;
ALTER TABLE public.events_rest ALTER COLUMN kind SET DEFAULT 'x'::character varying;
CREATE VIEW public.kinds AS
 SELECT events_rest.kind
   FROM public.events_rest;
CREATE VIEW public.names AS
 SELECT derived.name
   FROM public.derived;
