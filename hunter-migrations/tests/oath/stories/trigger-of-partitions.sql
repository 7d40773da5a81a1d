-- A trigger of a partitioned table is the partitions' too, and one is a partition's own.
-- postgres before
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_rest PARTITION OF events DEFAULT;
-- postgres after
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_rest PARTITION OF events DEFAULT;
CREATE TRIGGER a BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER b BEFORE UPDATE ON events_rest FOR EACH ROW EXECUTE FUNCTION touch();
-- postgres up
CREATE TRIGGER a BEFORE INSERT ON public.events FOR EACH ROW EXECUTE FUNCTION public.touch();
CREATE TRIGGER b BEFORE UPDATE ON public.events_rest FOR EACH ROW EXECUTE FUNCTION public.touch();
-- postgres down
DROP TRIGGER a ON public.events;
DROP TRIGGER b ON public.events_rest;
