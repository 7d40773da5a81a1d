-- What is said about an attribute of a composite type changes.
-- postgres before
CREATE TYPE address AS (street text, zip text);
COMMENT ON COLUMN address.street IS 'and the number';
COMMENT ON COLUMN address.zip IS 'five digits';
-- postgres after
CREATE TYPE address AS (street text, zip text);
COMMENT ON COLUMN address.zip IS 'four digits';
-- postgres up
COMMENT ON COLUMN public.address.zip IS 'four digits';
COMMENT ON COLUMN public.address.street IS NULL;
-- postgres down
COMMENT ON COLUMN public.address.street IS 'and the number';
COMMENT ON COLUMN public.address.zip IS 'five digits';
