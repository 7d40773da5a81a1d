-- A sequence that a dropped table's column owns gives another table its numbers.
-- postgres before
CREATE TABLE old_orders (id serial);
CREATE TABLE orders (id integer NOT NULL DEFAULT nextval('old_orders_id_seq'));
-- postgres after
CREATE SEQUENCE old_orders_id_seq AS integer;
CREATE TABLE orders (id integer NOT NULL DEFAULT nextval('old_orders_id_seq'));
-- postgres up
ALTER SEQUENCE public.old_orders_id_seq OWNED BY NONE;
-- Loses every row of public.old_orders.
DROP TABLE public.old_orders;
-- postgres down
CREATE TABLE public.old_orders (
    id integer DEFAULT nextval('public.old_orders_id_seq'::regclass) NOT NULL
);
ALTER SEQUENCE public.old_orders_id_seq OWNED BY public.old_orders.id;
