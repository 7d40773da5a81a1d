-- A serial column comes, and another one goes.
-- postgres before
CREATE TABLE orders (id serial PRIMARY KEY, name text);
CREATE TABLE bills (name text);
-- postgres after
CREATE TABLE orders (name text);
CREATE TABLE bills (id serial PRIMARY KEY, name text);
-- postgres up
ALTER TABLE public.orders DROP CONSTRAINT orders_pkey;
-- Loses the values of public.orders.id.
ALTER TABLE public.orders DROP COLUMN id;
CREATE SEQUENCE public.bills_id_seq AS integer;
ALTER TABLE public.bills ADD COLUMN id integer DEFAULT nextval('public.bills_id_seq'::regclass) NOT NULL;
-- Fails where a row of public.bills breaks it.
ALTER TABLE public.bills ADD CONSTRAINT bills_pkey PRIMARY KEY (id);
ALTER SEQUENCE public.bills_id_seq OWNED BY public.bills.id;
-- postgres down
ALTER TABLE public.bills DROP CONSTRAINT bills_pkey;
-- Loses the values of public.bills.id.
ALTER TABLE public.bills DROP COLUMN id;
CREATE SEQUENCE public.orders_id_seq AS integer;
ALTER TABLE public.orders ADD COLUMN id integer DEFAULT nextval('public.orders_id_seq'::regclass) NOT NULL;
-- Fails where a row of public.orders breaks it.
ALTER TABLE public.orders ADD CONSTRAINT orders_pkey PRIMARY KEY (id);
ALTER SEQUENCE public.orders_id_seq OWNED BY public.orders.id;
