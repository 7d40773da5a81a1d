-- A domain that a column uses stands on another type.
-- postgres before
CREATE DOMAIN amount AS integer CHECK (VALUE > 0);
CREATE TABLE bills (total amount);
-- postgres after
CREATE DOMAIN amount AS bigint CHECK (VALUE > 0);
CREATE TABLE bills (total amount);
-- rows
INSERT INTO bills VALUES (5);
-- keeps
SELECT total::text AS j FROM bills;
-- postgres up
ALTER DOMAIN public.amount RENAME TO "amount__old";
CREATE DOMAIN public.amount AS bigint
    CONSTRAINT amount_check CHECK ((VALUE > 0));
ALTER TABLE public.bills
    ALTER COLUMN total TYPE public.amount USING total::bigint::public.amount;
DROP DOMAIN public."amount__old";
-- postgres down
ALTER DOMAIN public.amount RENAME TO "amount__old";
CREATE DOMAIN public.amount AS integer
    CONSTRAINT amount_check CHECK ((VALUE > 0));
ALTER TABLE public.bills
    ALTER COLUMN total TYPE public.amount USING total::integer::public.amount;
DROP DOMAIN public."amount__old";
