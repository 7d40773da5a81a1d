-- Everybody may make things in the schema public and no longer look into it.
-- postgres before
GRANT CREATE ON SCHEMA public TO public;
-- postgres after
REVOKE USAGE ON SCHEMA public FROM public;
GRANT CREATE ON SCHEMA public TO public;
-- postgres up
REVOKE CREATE ON SCHEMA public FROM public;
REVOKE USAGE ON SCHEMA public FROM public;
GRANT CREATE ON SCHEMA public TO public;
-- postgres down
REVOKE CREATE ON SCHEMA public FROM public;
GRANT USAGE ON SCHEMA public TO public;
GRANT CREATE ON SCHEMA public TO public;
