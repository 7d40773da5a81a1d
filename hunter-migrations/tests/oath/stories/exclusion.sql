-- Exclusion constraints are added, changed and removed.
-- postgres before
CREATE TABLE bookings (during tsrange, CONSTRAINT changed EXCLUDE USING gist (during WITH &&), CONSTRAINT gone EXCLUDE USING gist (during WITH =));
-- postgres after
CREATE TABLE bookings (
    during tsrange, CONSTRAINT changed EXCLUDE USING gist (during WITH -|-) WHERE (NOT isempty(during)),
    CONSTRAINT come EXCLUDE USING gist (during WITH &&) DEFERRABLE
);
-- postgres up
ALTER TABLE public.bookings DROP CONSTRAINT changed;
ALTER TABLE public.bookings DROP CONSTRAINT gone;
-- Fails where a row of public.bookings breaks it.
ALTER TABLE public.bookings ADD CONSTRAINT changed EXCLUDE USING gist (during WITH -|-) WHERE ((NOT isempty(during)));
-- Fails where a row of public.bookings breaks it.
ALTER TABLE public.bookings ADD CONSTRAINT come EXCLUDE USING gist (during WITH &&) DEFERRABLE;
-- postgres down
ALTER TABLE public.bookings DROP CONSTRAINT changed;
ALTER TABLE public.bookings DROP CONSTRAINT come;
-- Fails where a row of public.bookings breaks it.
ALTER TABLE public.bookings ADD CONSTRAINT changed EXCLUDE USING gist (during WITH &&);
-- Fails where a row of public.bookings breaks it.
ALTER TABLE public.bookings ADD CONSTRAINT gone EXCLUDE USING gist (during WITH =);
