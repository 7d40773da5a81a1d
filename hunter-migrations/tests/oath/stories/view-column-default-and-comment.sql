-- A view's column has a default and a remark of its own.
-- postgres before
CREATE TABLE users (id integer, name text);
CREATE VIEW names AS SELECT id, name FROM users;
COMMENT ON COLUMN names.id IS 'the key';
ALTER VIEW names ALTER COLUMN id SET DEFAULT 1;
-- postgres after
CREATE TABLE users (id integer, name text);
CREATE VIEW names AS SELECT id, name FROM users;
COMMENT ON COLUMN names.name IS 'given';
ALTER VIEW names ALTER COLUMN name SET DEFAULT 'nobody';
-- postgres up
ALTER VIEW public.names ALTER COLUMN id DROP DEFAULT;
COMMENT ON COLUMN public.names.id IS NULL;
ALTER VIEW public.names ALTER COLUMN name SET DEFAULT 'nobody'::text;
COMMENT ON COLUMN public.names.name IS 'given';
-- postgres down
ALTER VIEW public.names ALTER COLUMN name DROP DEFAULT;
COMMENT ON COLUMN public.names.name IS NULL;
ALTER VIEW public.names ALTER COLUMN id SET DEFAULT 1;
COMMENT ON COLUMN public.names.id IS 'the key';
