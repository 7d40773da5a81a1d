-- A domain is made with a table that uses it.
-- postgres before
-- postgres after
CREATE DOMAIN amount AS numeric(10, 2) DEFAULT 0 NOT NULL CONSTRAINT amount_positive CHECK (VALUE >= 0);
COMMENT ON DOMAIN amount IS 'money';
COMMENT ON CONSTRAINT amount_positive ON DOMAIN amount IS 'never owed';
CREATE DOMAIN word AS text COLLATE "C";
CREATE TABLE bills (total amount, what word);
-- postgres up
CREATE DOMAIN public.amount AS numeric(10,2) DEFAULT 0 NOT NULL
    CONSTRAINT amount_positive CHECK ((VALUE >= (0)::numeric));
COMMENT ON CONSTRAINT amount_positive ON DOMAIN public.amount IS 'never owed';
COMMENT ON DOMAIN public.amount IS 'money';
CREATE DOMAIN public.word AS text COLLATE "C";
CREATE TABLE public.bills (
    total public.amount,
    what public.word
);
-- postgres down
-- Loses every row of public.bills.
DROP TABLE public.bills;
DROP DOMAIN public.amount;
DROP DOMAIN public.word;
