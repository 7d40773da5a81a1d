-- A table that references itself is made.
-- both before
-- both after
CREATE TABLE parts (id integer PRIMARY KEY, whole integer CONSTRAINT parts_whole REFERENCES parts (id));
-- postgres up
CREATE TABLE public.parts (
    id integer NOT NULL,
    whole integer,
    CONSTRAINT parts_pkey PRIMARY KEY (id)
);
ALTER TABLE public.parts ADD CONSTRAINT parts_whole FOREIGN KEY (whole) REFERENCES public.parts(id);
-- postgres down
-- Loses every row of public.parts.
DROP TABLE public.parts;
-- sqlite up
CREATE TABLE parts (
    id integer PRIMARY KEY,
    whole integer,
    CONSTRAINT parts_whole FOREIGN KEY (whole) REFERENCES parts (id)
);
-- sqlite down
-- loses every row of parts
DROP TABLE parts;
