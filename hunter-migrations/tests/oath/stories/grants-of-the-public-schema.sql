-- Nobody may use the schema public any more but one role.
-- postgres before
-- postgres after
REVOKE USAGE ON SCHEMA public FROM public;
GRANT USAGE ON SCHEMA public TO pg_monitor;
-- postgres up
GRANT USAGE ON SCHEMA public TO pg_monitor;
REVOKE USAGE ON SCHEMA public FROM public;
-- postgres down
REVOKE USAGE ON SCHEMA public FROM pg_monitor;
GRANT USAGE ON SCHEMA public TO public;
