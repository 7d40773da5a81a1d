-- A recursive view counts further.
-- postgres before
CREATE RECURSIVE VIEW numbers (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM numbers WHERE n < 9;
-- sqlite before
CREATE VIEW numbers (n) AS WITH RECURSIVE counted (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM counted WHERE n < 9) SELECT n FROM counted;
-- postgres after
CREATE RECURSIVE VIEW numbers (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM numbers WHERE n < 99;
-- sqlite after
CREATE VIEW numbers (n) AS WITH RECURSIVE counted (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM counted WHERE n < 99) SELECT n FROM counted;
-- postgres up
CREATE OR REPLACE VIEW public.numbers AS
 WITH RECURSIVE numbers(n) AS (
         VALUES (1)
        UNION ALL
         SELECT (numbers_1.n + 1)
           FROM numbers numbers_1
          WHERE (numbers_1.n < 99)
        )
 SELECT numbers.n
   FROM numbers;
-- postgres down
CREATE OR REPLACE VIEW public.numbers AS
 WITH RECURSIVE numbers(n) AS (
         VALUES (1)
        UNION ALL
         SELECT (numbers_1.n + 1)
           FROM numbers numbers_1
          WHERE (numbers_1.n < 9)
        )
 SELECT numbers.n
   FROM numbers;
-- sqlite up
DROP VIEW numbers;
CREATE VIEW numbers (n) AS
with recursive counted(n) as (values (1) union all select n + 1 from counted where n < 99) select n from counted;
-- sqlite down
DROP VIEW numbers;
CREATE VIEW numbers (n) AS
with recursive counted(n) as (values (1) union all select n + 1 from counted where n < 9) select n from counted;
