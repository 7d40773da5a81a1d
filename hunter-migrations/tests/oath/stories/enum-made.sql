-- An enum is made with a table that uses it as a type and as a default.
-- postgres before
-- postgres after
CREATE TYPE mood AS ENUM ('sad', 'it''s ok', 'glad');
COMMENT ON TYPE mood IS 'how it goes';
CREATE TABLE users (mood mood NOT NULL DEFAULT 'sad', moods mood[]);
-- postgres up
CREATE TYPE public.mood AS ENUM ('sad', 'it''s ok', 'glad');
COMMENT ON TYPE public.mood IS 'how it goes';
CREATE TABLE public.users (
    mood public.mood DEFAULT 'sad'::public.mood NOT NULL,
    moods public.mood[]
);
-- postgres down
-- Loses every row of public.users.
DROP TABLE public.users;
DROP TYPE public.mood;
