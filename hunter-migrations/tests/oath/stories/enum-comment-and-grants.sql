-- What is said about a type and who may use it changes.
-- postgres before
CREATE TYPE mood AS ENUM ('sad');
COMMENT ON TYPE mood IS 'how it goes';
GRANT USAGE ON TYPE mood TO pg_monitor;
-- postgres after
CREATE TYPE mood AS ENUM ('sad');
COMMENT ON TYPE mood IS 'how it went';
REVOKE USAGE ON TYPE mood FROM public;
GRANT USAGE ON TYPE mood TO pg_read_all_data WITH GRANT OPTION;
-- postgres up
REVOKE USAGE ON TYPE public.mood FROM pg_monitor;
COMMENT ON TYPE public.mood IS 'how it went';
GRANT USAGE ON TYPE public.mood TO pg_read_all_data WITH GRANT OPTION;
REVOKE USAGE ON TYPE public.mood FROM public;
-- postgres down
REVOKE USAGE ON TYPE public.mood FROM pg_read_all_data;
GRANT USAGE ON TYPE public.mood TO public;
COMMENT ON TYPE public.mood IS 'how it goes';
GRANT USAGE ON TYPE public.mood TO pg_monitor;
