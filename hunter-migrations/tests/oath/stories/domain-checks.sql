-- A domain's checks are added, removed and changed, with what is said about them.
-- postgres before
CREATE DOMAIN amount AS integer
    CONSTRAINT stays CHECK (VALUE <> 13) CONSTRAINT changes CHECK (VALUE > 0) CONSTRAINT goes CHECK (VALUE < 9);
COMMENT ON CONSTRAINT stays ON DOMAIN amount IS 'unlucky';
CREATE TABLE bills (total amount);
-- postgres after
CREATE DOMAIN amount AS integer
    CONSTRAINT stays CHECK (VALUE <> 13) CONSTRAINT changes CHECK (VALUE > 1) CONSTRAINT comes CHECK (VALUE < 99);
COMMENT ON CONSTRAINT stays ON DOMAIN amount IS 'very unlucky';
COMMENT ON CONSTRAINT comes ON DOMAIN amount IS 'enough';
CREATE TABLE bills (total amount);
-- rows
INSERT INTO bills VALUES (5);
-- keeps
SELECT total::text AS j FROM bills;
-- postgres up
ALTER DOMAIN public.amount DROP CONSTRAINT changes;
ALTER DOMAIN public.amount DROP CONSTRAINT goes;
ALTER DOMAIN public.amount ADD CONSTRAINT changes CHECK ((VALUE > 1));
ALTER DOMAIN public.amount ADD CONSTRAINT comes CHECK ((VALUE < 99));
COMMENT ON CONSTRAINT comes ON DOMAIN public.amount IS 'enough';
COMMENT ON CONSTRAINT stays ON DOMAIN public.amount IS 'very unlucky';
-- postgres down
ALTER DOMAIN public.amount DROP CONSTRAINT changes;
ALTER DOMAIN public.amount DROP CONSTRAINT comes;
ALTER DOMAIN public.amount ADD CONSTRAINT changes CHECK ((VALUE > 0));
ALTER DOMAIN public.amount ADD CONSTRAINT goes CHECK ((VALUE < 9));
COMMENT ON CONSTRAINT stays ON DOMAIN public.amount IS 'unlucky';
