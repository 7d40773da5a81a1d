-- A view is made on another view, both before the table that comes first by name.
-- both before
-- both after
CREATE TABLE z_users (id integer PRIMARY KEY, name text);
CREATE VIEW m_names AS SELECT id, name FROM z_users;
CREATE VIEW a_names AS SELECT name FROM m_names WHERE id > 1;
-- postgres up
CREATE TABLE public.z_users (
    id integer NOT NULL,
    name text,
    CONSTRAINT z_users_pkey PRIMARY KEY (id)
);
CREATE VIEW public.m_names AS
 SELECT z_users.id,
    z_users.name
   FROM public.z_users;
CREATE VIEW public.a_names AS
 SELECT m_names.name
   FROM public.m_names
  WHERE (m_names.id > 1);
-- postgres down
DROP VIEW public.a_names;
DROP VIEW public.m_names;
-- Loses every row of public.z_users.
DROP TABLE public.z_users;
-- sqlite up
CREATE TABLE z_users (
    id integer PRIMARY KEY,
    name text
);
CREATE VIEW m_names AS
select id, name from z_users;
CREATE VIEW a_names AS
select name from m_names where id > 1;
-- sqlite down
DROP VIEW a_names;
DROP VIEW m_names;
-- loses every row of z_users
DROP TABLE z_users;
