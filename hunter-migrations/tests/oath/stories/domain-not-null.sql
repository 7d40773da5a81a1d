-- One domain begins to refuse nulls, another one ceases.
-- postgres before
CREATE DOMAIN stricter AS integer;
CREATE DOMAIN laxer AS integer NOT NULL;
CREATE TABLE bills (a stricter, b laxer);
-- postgres after
CREATE DOMAIN stricter AS integer NOT NULL;
CREATE DOMAIN laxer AS integer;
CREATE TABLE bills (a stricter, b laxer);
-- rows
INSERT INTO bills VALUES (1, 2);
-- keeps
SELECT concat(a, b) AS j FROM bills;
-- postgres up
ALTER DOMAIN public.laxer DROP NOT NULL;
ALTER DOMAIN public.stricter SET NOT NULL;
-- postgres down
ALTER DOMAIN public.laxer SET NOT NULL;
ALTER DOMAIN public.stricter DROP NOT NULL;
