-- A column is added to a table that others inherit from.
-- postgres before
CREATE TABLE base (id integer);
CREATE TABLE derived (extra text) INHERITS (base);
-- postgres after
CREATE TABLE base (id integer, name varchar(10) DEFAULT 'x' CONSTRAINT base_name CHECK (name <> ''));
CREATE TABLE derived (extra text) INHERITS (base);
-- postgres up
ALTER TABLE public.base ADD COLUMN name character varying(10) DEFAULT 'x'::character varying;
-- Fails where a row of public.base breaks it.
ALTER TABLE public.base ADD CONSTRAINT base_name CHECK (((name)::text <> ''::text));
-- postgres down
ALTER TABLE public.base DROP CONSTRAINT base_name;
-- Loses the values of public.base.name.
ALTER TABLE public.base DROP COLUMN name;
