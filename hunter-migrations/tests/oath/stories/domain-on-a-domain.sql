-- A domain stands on another one, whose base and check change.
-- postgres before
CREATE DOMAIN amount AS integer CHECK (VALUE > 0);
CREATE DOMAIN price AS amount DEFAULT 1;
CREATE TABLE bills (total price);
-- postgres after
CREATE DOMAIN amount AS bigint CHECK (VALUE > 1);
CREATE DOMAIN price AS amount DEFAULT 2;
CREATE TABLE bills (total price);
-- postgres up
ALTER DOMAIN public.amount RENAME TO "amount__old";
CREATE DOMAIN public.amount AS bigint
    CONSTRAINT amount_check CHECK ((VALUE > 1));
ALTER DOMAIN public.price RENAME TO "price__old";
CREATE DOMAIN public.price AS public.amount DEFAULT 2;
ALTER TABLE public.bills
    ALTER COLUMN total TYPE public.price USING total::bigint::public.price;
DROP DOMAIN public."price__old";
DROP DOMAIN public."amount__old";
ALTER DOMAIN public.price SET DEFAULT 2;
-- postgres down
ALTER DOMAIN public.amount RENAME TO "amount__old";
CREATE DOMAIN public.amount AS integer
    CONSTRAINT amount_check CHECK ((VALUE > 0));
ALTER DOMAIN public.price RENAME TO "price__old";
CREATE DOMAIN public.price AS public.amount DEFAULT 1;
ALTER TABLE public.bills
    ALTER COLUMN total TYPE public.price USING total::integer::public.price;
DROP DOMAIN public."price__old";
DROP DOMAIN public."amount__old";
ALTER DOMAIN public.price SET DEFAULT 1;
