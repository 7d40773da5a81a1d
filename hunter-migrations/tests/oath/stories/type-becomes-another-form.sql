-- A domain that nothing uses becomes an enum.
-- postgres before
CREATE DOMAIN mood AS text;
-- postgres after
CREATE TYPE mood AS ENUM ('sad', 'glad');
-- postgres up
DROP DOMAIN public.mood;
CREATE TYPE public.mood AS ENUM ('sad', 'glad');
-- postgres down
DROP TYPE public.mood;
CREATE DOMAIN public.mood AS text;
