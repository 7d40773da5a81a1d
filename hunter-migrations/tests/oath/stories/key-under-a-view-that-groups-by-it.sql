-- A view groups by a primary key that is made anew under another name.
-- postgres before
CREATE TABLE users (id integer CONSTRAINT old_key PRIMARY KEY, name text);
CREATE VIEW names AS SELECT id, name FROM users GROUP BY id;
-- postgres after
CREATE TABLE users (id integer CONSTRAINT new_key PRIMARY KEY, name text);
CREATE VIEW names AS SELECT id, name FROM users GROUP BY id;
-- postgres up
DROP VIEW public.names;
ALTER TABLE public.users DROP CONSTRAINT old_key;
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT new_key PRIMARY KEY (id);
CREATE VIEW public.names AS
 SELECT users.id,
    users.name
   FROM public.users
  GROUP BY users.id;
-- postgres down
DROP VIEW public.names;
ALTER TABLE public.users DROP CONSTRAINT new_key;
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT old_key PRIMARY KEY (id);
CREATE VIEW public.names AS
 SELECT users.id,
    users.name
   FROM public.users
  GROUP BY users.id;
