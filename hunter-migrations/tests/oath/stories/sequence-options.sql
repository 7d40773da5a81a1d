-- Every option of a sequence changes.
-- postgres before
CREATE SEQUENCE tickets AS integer START 10 INCREMENT 5 MINVALUE 5 MAXVALUE 1000 CACHE 3 CYCLE;
COMMENT ON SEQUENCE tickets IS 'handed out';
-- postgres after
CREATE SEQUENCE tickets AS bigint START 20 INCREMENT 2 MINVALUE 2 MAXVALUE 2000 CACHE 4;
COMMENT ON SEQUENCE tickets IS 'kept';
-- postgres up
SELECT setval('public.tickets', 20, false) WHERE coalesce(pg_sequence_last_value('public.tickets'::regclass), 10) < 2 OR coalesce(pg_sequence_last_value('public.tickets'::regclass), 10) > 2000;
ALTER SEQUENCE public.tickets AS bigint INCREMENT BY 2 MINVALUE 2 MAXVALUE 2000 START WITH 20 CACHE 4 NO CYCLE;
COMMENT ON SEQUENCE public.tickets IS 'kept';
-- postgres down
SELECT setval('public.tickets', 10, false) WHERE coalesce(pg_sequence_last_value('public.tickets'::regclass), 20) < 5 OR coalesce(pg_sequence_last_value('public.tickets'::regclass), 20) > 1000;
ALTER SEQUENCE public.tickets AS integer INCREMENT BY 5 MINVALUE 5 MAXVALUE 1000 START WITH 10 CACHE 3 CYCLE;
COMMENT ON SEQUENCE public.tickets IS 'handed out';
