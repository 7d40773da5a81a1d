-- Rights become more and fewer, and may be passed on or not.
-- postgres before
CREATE TABLE a (id integer);
GRANT SELECT, INSERT ON a TO pg_monitor;
CREATE TABLE b (id integer);
GRANT SELECT, INSERT ON b TO pg_monitor WITH GRANT OPTION;
CREATE TABLE c (id integer);
GRANT SELECT ON c TO pg_monitor;
-- postgres after
CREATE TABLE a (id integer);
GRANT DELETE, INSERT ON a TO pg_monitor;
CREATE TABLE b (id integer);
GRANT SELECT, INSERT ON b TO pg_monitor;
GRANT SELECT ON b TO pg_monitor WITH GRANT OPTION;
CREATE TABLE c (id integer);
GRANT ALL ON c TO pg_monitor WITH GRANT OPTION;
-- postgres up
REVOKE INSERT, SELECT ON TABLE public.a FROM pg_monitor;
REVOKE INSERT, SELECT ON TABLE public.b FROM pg_monitor;
REVOKE SELECT ON TABLE public.c FROM pg_monitor;
GRANT DELETE, INSERT ON TABLE public.a TO pg_monitor;
GRANT INSERT, SELECT ON TABLE public.b TO pg_monitor;
GRANT SELECT ON TABLE public.b TO pg_monitor WITH GRANT OPTION;
GRANT ALL ON TABLE public.c TO pg_monitor WITH GRANT OPTION;
-- postgres down
REVOKE DELETE, INSERT ON TABLE public.a FROM pg_monitor;
REVOKE INSERT, SELECT ON TABLE public.b FROM pg_monitor;
REVOKE ALL ON TABLE public.c FROM pg_monitor;
GRANT INSERT, SELECT ON TABLE public.a TO pg_monitor;
GRANT INSERT, SELECT ON TABLE public.b TO pg_monitor WITH GRANT OPTION;
GRANT SELECT ON TABLE public.c TO pg_monitor;
