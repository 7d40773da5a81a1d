-- A procedure does something else and has another remark.
-- postgres before
CREATE PROCEDURE tidy(n integer) LANGUAGE plpgsql AS 'BEGIN NULL; END';
COMMENT ON PROCEDURE tidy(integer) IS 'at night';
-- postgres after
CREATE PROCEDURE tidy(n integer) LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN COMMIT; END';
COMMENT ON PROCEDURE tidy(integer) IS 'by day';
-- postgres up
CREATE OR REPLACE PROCEDURE public.tidy(IN n integer)
LANGUAGE plpgsql
SECURITY DEFINER
AS $$BEGIN COMMIT; END$$;
COMMENT ON PROCEDURE public.tidy(integer) IS 'by day';
-- postgres down
CREATE OR REPLACE PROCEDURE public.tidy(IN n integer)
LANGUAGE plpgsql
AS $$BEGIN NULL; END$$;
COMMENT ON PROCEDURE public.tidy(integer) IS 'at night';
