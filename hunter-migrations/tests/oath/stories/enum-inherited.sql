-- A parent and its child have a column of an enum that loses a value.
-- postgres before
CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad');
CREATE TABLE base (mood mood DEFAULT 'sad');
CREATE TABLE derived () INHERITS (base);
-- postgres after
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE base (mood mood DEFAULT 'sad');
CREATE TABLE derived () INHERITS (base);
-- postgres up
ALTER TYPE public.mood RENAME TO "mood__old";
CREATE TYPE public.mood AS ENUM ('sad', 'glad');
-- Fails where public.base.mood is 'ok' in a row.
ALTER TABLE public.base
    ALTER COLUMN mood DROP DEFAULT,
    ALTER COLUMN mood TYPE public.mood USING mood::text::public.mood,
    ALTER COLUMN mood SET DEFAULT 'sad'::public.mood;
DROP TYPE public."mood__old";
-- postgres down
ALTER TYPE public.mood ADD VALUE 'ok' AFTER 'sad';
