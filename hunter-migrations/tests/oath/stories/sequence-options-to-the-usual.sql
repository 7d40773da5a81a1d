-- A sequence that had options has none any more and keeps its count.
-- postgres before
CREATE SEQUENCE tickets START 10 INCREMENT 5 MINVALUE 5 MAXVALUE 1000;
-- postgres after
CREATE SEQUENCE tickets;
-- rows
SELECT setval('tickets', 30);
-- keeps
SELECT last_value::text AS j FROM tickets;
-- postgres up
ALTER SEQUENCE public.tickets INCREMENT BY 1 NO MINVALUE NO MAXVALUE START WITH 1;
-- postgres down
SELECT setval('public.tickets', 10, false) WHERE coalesce(pg_sequence_last_value('public.tickets'::regclass), 1) < 5 OR coalesce(pg_sequence_last_value('public.tickets'::regclass), 1) > 1000;
ALTER SEQUENCE public.tickets INCREMENT BY 5 MINVALUE 5 MAXVALUE 1000 START WITH 10;
