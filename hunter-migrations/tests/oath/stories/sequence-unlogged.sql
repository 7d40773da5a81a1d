-- A sequence is no longer written to the log.
-- postgres before
CREATE SEQUENCE tickets;
-- postgres after
CREATE UNLOGGED SEQUENCE tickets;
-- postgres up
ALTER SEQUENCE public.tickets SET UNLOGGED;
-- postgres down
ALTER SEQUENCE public.tickets SET LOGGED;
