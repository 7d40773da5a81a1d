-- A table ceases to inherit, and another one begins.
-- postgres before
CREATE TABLE base (id integer);
CREATE TABLE a (id integer, extra text);
CREATE TABLE b () INHERITS (base);
-- postgres after
CREATE TABLE base (id integer);
CREATE TABLE a (extra text) INHERITS (base);
CREATE TABLE b (id integer);
-- postgres up
ALTER TABLE public.a INHERIT public.base;
ALTER TABLE public.b NO INHERIT public.base;
-- postgres down
ALTER TABLE public.a NO INHERIT public.base;
ALTER TABLE public.b INHERIT public.base;
