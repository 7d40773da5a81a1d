-- Options of views change, come and go.
-- postgres before
CREATE TABLE users (id integer, name text);
CREATE VIEW a WITH (security_barrier) AS SELECT id FROM users;
CREATE VIEW b AS SELECT id FROM users WHERE id > 0;
CREATE VIEW c AS SELECT id FROM users WHERE id > 0 WITH LOCAL CHECK OPTION;
-- postgres after
CREATE TABLE users (id integer, name text);
CREATE VIEW a WITH (security_invoker) AS SELECT id FROM users;
CREATE VIEW b AS SELECT id FROM users WHERE id > 0 WITH CASCADED CHECK OPTION;
CREATE VIEW c AS SELECT id FROM users WHERE id > 0;
-- postgres up
ALTER VIEW public.a SET (security_invoker=true);
ALTER VIEW public.a RESET (security_barrier);
ALTER VIEW public.b SET (check_option=cascaded);
ALTER VIEW public.c RESET (check_option);
-- postgres down
ALTER VIEW public.a SET (security_barrier=true);
ALTER VIEW public.a RESET (security_invoker);
ALTER VIEW public.b RESET (check_option);
ALTER VIEW public.c SET (check_option=local);
