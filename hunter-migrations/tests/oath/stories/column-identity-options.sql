-- The options of an identity change, come and go.
-- postgres before
CREATE TABLE a (id bigint GENERATED ALWAYS AS IDENTITY (START 100 INCREMENT 10 MINVALUE 5 MAXVALUE 999 CACHE 7 CYCLE));
CREATE TABLE b (id bigint GENERATED ALWAYS AS IDENTITY);
-- postgres after
CREATE TABLE a (id bigint GENERATED ALWAYS AS IDENTITY);
CREATE TABLE b (id bigint GENERATED ALWAYS AS IDENTITY (START 100 INCREMENT 10 MINVALUE 5 MAXVALUE 999 CACHE 7 CYCLE));
-- postgres up
ALTER TABLE public.a ALTER COLUMN id SET INCREMENT BY 1 SET NO MINVALUE SET NO MAXVALUE SET START WITH 1 SET CACHE 1 SET NO CYCLE;
SELECT setval(pg_get_serial_sequence('public.b', 'id'), 100, false) WHERE coalesce(pg_sequence_last_value(pg_get_serial_sequence('public.b', 'id')::regclass), 1) < 5 OR coalesce(pg_sequence_last_value(pg_get_serial_sequence('public.b', 'id')::regclass), 1) > 999;
ALTER TABLE public.b ALTER COLUMN id SET INCREMENT BY 10 SET MINVALUE 5 SET MAXVALUE 999 SET START WITH 100 SET CACHE 7 SET CYCLE;
-- postgres down
SELECT setval(pg_get_serial_sequence('public.a', 'id'), 100, false) WHERE coalesce(pg_sequence_last_value(pg_get_serial_sequence('public.a', 'id')::regclass), 1) < 5 OR coalesce(pg_sequence_last_value(pg_get_serial_sequence('public.a', 'id')::regclass), 1) > 999;
ALTER TABLE public.a ALTER COLUMN id SET INCREMENT BY 10 SET MINVALUE 5 SET MAXVALUE 999 SET START WITH 100 SET CACHE 7 SET CYCLE;
ALTER TABLE public.b ALTER COLUMN id SET INCREMENT BY 1 SET NO MINVALUE SET NO MAXVALUE SET START WITH 1 SET CACHE 1 SET NO CYCLE;
