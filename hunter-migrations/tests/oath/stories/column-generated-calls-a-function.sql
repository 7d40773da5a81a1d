-- The function that a generated column calls does something else.
-- postgres before
CREATE FUNCTION shout(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT upper($1)';
CREATE TABLE users (name text, loud text GENERATED ALWAYS AS (shout(name)) STORED);
-- postgres after
CREATE FUNCTION shout(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT upper($1) || ''!''';
CREATE TABLE users (name text, loud text GENERATED ALWAYS AS (shout(name)) STORED);
-- postgres up
CREATE OR REPLACE FUNCTION public.shout(text)
RETURNS text
LANGUAGE sql
IMMUTABLE
AS $$SELECT upper($1) || '!'$$;
-- postgres down
CREATE OR REPLACE FUNCTION public.shout(text)
RETURNS text
LANGUAGE sql
IMMUTABLE
AS $$SELECT upper($1)$$;
