-- A domain gets another default, one loses its default, one gets its first.
-- postgres before
CREATE DOMAIN changed AS integer DEFAULT 1;
CREATE DOMAIN lost AS integer DEFAULT 1;
CREATE DOMAIN got AS integer;
CREATE TABLE bills (a changed, b lost, c got);
-- postgres after
CREATE DOMAIN changed AS integer DEFAULT 2;
CREATE DOMAIN lost AS integer;
CREATE DOMAIN got AS integer DEFAULT 3;
CREATE TABLE bills (a changed, b lost, c got);
-- postgres up
ALTER DOMAIN public.changed SET DEFAULT 2;
ALTER DOMAIN public.got SET DEFAULT 3;
ALTER DOMAIN public.lost DROP DEFAULT;
-- postgres down
ALTER DOMAIN public.changed SET DEFAULT 1;
ALTER DOMAIN public.got DROP DEFAULT;
ALTER DOMAIN public.lost SET DEFAULT 1;
