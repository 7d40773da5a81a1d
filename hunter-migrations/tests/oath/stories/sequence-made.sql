-- A sequence is made, counting down, with the column that takes its values from it.
-- postgres before
-- postgres after
CREATE SEQUENCE tickets AS integer START 10 INCREMENT 5 MINVALUE 5 MAXVALUE 1000 CACHE 3 CYCLE;
COMMENT ON SEQUENCE tickets IS 'handed out';
CREATE SEQUENCE countdown INCREMENT -1;
CREATE TABLE orders (ticket integer DEFAULT nextval('tickets'));
-- postgres up
CREATE SEQUENCE public.countdown INCREMENT BY -1;
CREATE SEQUENCE public.tickets AS integer INCREMENT BY 5 MINVALUE 5 MAXVALUE 1000 START WITH 10 CACHE 3 CYCLE;
COMMENT ON SEQUENCE public.tickets IS 'handed out';
CREATE TABLE public.orders (
    ticket integer DEFAULT nextval('public.tickets'::regclass)
);
-- postgres down
-- Loses every row of public.orders.
DROP TABLE public.orders;
DROP SEQUENCE public.countdown;
DROP SEQUENCE public.tickets;
