-- What is said about a schema changes.
-- postgres before
CREATE SCHEMA app;
COMMENT ON SCHEMA app IS 'one';
CREATE SCHEMA bare;
COMMENT ON SCHEMA bare IS 'nothing more to say';
-- postgres after
CREATE SCHEMA app;
COMMENT ON SCHEMA app IS 'it''s another';
CREATE SCHEMA bare;
-- postgres up
COMMENT ON SCHEMA app IS 'it''s another';
COMMENT ON SCHEMA bare IS NULL;
-- postgres down
COMMENT ON SCHEMA app IS 'one';
COMMENT ON SCHEMA bare IS 'nothing more to say';
