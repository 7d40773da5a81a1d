-- Statistics are made, changed and removed.
-- postgres before
CREATE TABLE users (a integer, b integer);
CREATE STATISTICS changed (ndistinct) ON a, b FROM users;
COMMENT ON STATISTICS changed IS 'together';
CREATE STATISTICS gone ON a, b FROM users;
CREATE STATISTICS targeted ON a, b FROM users;
ALTER STATISTICS targeted SET STATISTICS 77;
-- postgres after
CREATE TABLE users (a integer, b integer);
CREATE STATISTICS changed (ndistinct, dependencies) ON a, b FROM users;
COMMENT ON STATISTICS changed IS 'both';
CREATE STATISTICS come ON (a + 1), b FROM users;
COMMENT ON STATISTICS come IS 'new';
CREATE STATISTICS targeted ON a, b FROM users;
ALTER STATISTICS targeted SET STATISTICS 78;
-- postgres up
DROP STATISTICS public.changed;
DROP STATISTICS public.gone;
CREATE STATISTICS public.changed (ndistinct, dependencies) ON a, b FROM public.users;
COMMENT ON STATISTICS public.changed IS 'both';
CREATE STATISTICS public.come ON b, (a + 1) FROM public.users;
COMMENT ON STATISTICS public.come IS 'new';
ALTER STATISTICS public.targeted SET STATISTICS 78;
-- postgres down
DROP STATISTICS public.changed;
DROP STATISTICS public.come;
CREATE STATISTICS public.changed (ndistinct) ON a, b FROM public.users;
COMMENT ON STATISTICS public.changed IS 'together';
CREATE STATISTICS public.gone ON a, b FROM public.users;
ALTER STATISTICS public.targeted SET STATISTICS 77;
