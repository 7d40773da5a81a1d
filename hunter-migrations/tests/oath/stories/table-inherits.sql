-- A table is made that inherits from another.
-- postgres before
CREATE TABLE base (id integer NOT NULL, label text CONSTRAINT base_label CHECK (label <> ''));
-- postgres after
CREATE TABLE base (id integer NOT NULL, label text CONSTRAINT base_label CHECK (label <> ''));
CREATE TABLE derived (extra text) INHERITS (base);
-- postgres up
CREATE TABLE public.derived (
    id integer NOT NULL,
    label text,
    extra text
)
INHERITS (public.base);
-- postgres down
-- Loses every row of public.derived.
DROP TABLE public.derived;
