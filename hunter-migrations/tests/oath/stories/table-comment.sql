-- What is said about tables and columns changes, comes and goes.
-- postgres before
CREATE TABLE users (id integer, name text, age integer);
COMMENT ON TABLE users IS 'who';
COMMENT ON COLUMN users.id IS 'the key';
COMMENT ON COLUMN users.name IS 'given';
-- postgres after
CREATE TABLE users (id integer, name text, age integer);
COMMENT ON TABLE users IS 'who else';
COMMENT ON COLUMN users.id IS 'the key''s';
COMMENT ON COLUMN users.age IS 'in years';
-- postgres up
COMMENT ON TABLE public.users IS 'who else';
COMMENT ON COLUMN public.users.id IS 'the key''s';
COMMENT ON COLUMN public.users.name IS NULL;
COMMENT ON COLUMN public.users.age IS 'in years';
-- postgres down
COMMENT ON TABLE public.users IS 'who';
COMMENT ON COLUMN public.users.id IS 'the key';
COMMENT ON COLUMN public.users.name IS 'given';
COMMENT ON COLUMN public.users.age IS NULL;
