-- One sequence gets an owner, one loses it, one goes to another column.
-- postgres before
CREATE TABLE orders (a integer, b integer);
CREATE SEQUENCE got;
CREATE SEQUENCE lost OWNED BY orders.a;
CREATE SEQUENCE moved OWNED BY orders.a;
-- postgres after
CREATE TABLE orders (a integer, b integer);
CREATE SEQUENCE got OWNED BY orders.a;
CREATE SEQUENCE lost;
CREATE SEQUENCE moved OWNED BY orders.b;
-- postgres up
ALTER SEQUENCE public.lost OWNED BY NONE;
ALTER SEQUENCE public.moved OWNED BY NONE;
ALTER SEQUENCE public.got OWNED BY public.orders.a;
ALTER SEQUENCE public.moved OWNED BY public.orders.b;
-- postgres down
ALTER SEQUENCE public.got OWNED BY NONE;
ALTER SEQUENCE public.moved OWNED BY NONE;
ALTER SEQUENCE public.lost OWNED BY public.orders.a;
ALTER SEQUENCE public.moved OWNED BY public.orders.a;
