-- The labels of an enum hold quotes, commas, backslashes and blanks, and one is a column's default.
-- postgres before
CREATE TYPE odd AS ENUM ('it''s', 'a, b', 'a'', ''b', '');
CREATE TABLE users (odd odd DEFAULT 'a, b');
-- postgres after
CREATE TYPE odd AS ENUM ('it''s', 'a\b', 'a'', ''b', '', '"q"');
CREATE TABLE users (odd odd DEFAULT 'a\b');
-- postgres up
ALTER TYPE public.odd RENAME TO "odd__old";
CREATE TYPE public.odd AS ENUM ('it''s', E'a\\b', 'a'', ''b', '', '"q"');
-- Fails where public.users.odd is 'a, b' in a row.
ALTER TABLE public.users
    ALTER COLUMN odd DROP DEFAULT,
    ALTER COLUMN odd TYPE public.odd USING odd::text::public.odd,
    ALTER COLUMN odd SET DEFAULT 'a\b'::public.odd;
DROP TYPE public."odd__old";
ALTER TABLE public.users ALTER COLUMN odd SET DEFAULT 'a\b'::public.odd;
-- postgres down
ALTER TYPE public.odd RENAME TO "odd__old";
CREATE TYPE public.odd AS ENUM ('it''s', 'a, b', 'a'', ''b', '');
-- Fails where public.users.odd is E'a\\b' or '"q"' in a row.
ALTER TABLE public.users
    ALTER COLUMN odd DROP DEFAULT,
    ALTER COLUMN odd TYPE public.odd USING odd::text::public.odd,
    ALTER COLUMN odd SET DEFAULT 'a, b'::public.odd;
DROP TYPE public."odd__old";
ALTER TABLE public.users ALTER COLUMN odd SET DEFAULT 'a, b'::public.odd;
