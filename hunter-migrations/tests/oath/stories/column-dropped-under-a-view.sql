-- A column goes that a view named.
-- both before
CREATE TABLE users (id integer PRIMARY KEY, name text, nick text);
CREATE VIEW names AS SELECT id, nick, name FROM users;
-- both after
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE VIEW names AS SELECT id, name FROM users;
-- postgres up
DROP VIEW public.names;
-- Loses the values of public.users.nick.
ALTER TABLE public.users DROP COLUMN nick;
CREATE VIEW public.names AS
 SELECT users.id,
    users.name
   FROM public.users;
-- postgres down
DROP VIEW public.names;
ALTER TABLE public.users ADD COLUMN nick text;
CREATE VIEW public.names AS
 SELECT users.id,
    users.nick,
    users.name
   FROM public.users;
-- sqlite up
DROP VIEW names;
-- loses the values of users.nick
ALTER TABLE users DROP COLUMN nick;
CREATE VIEW names AS
select id, name from users;
-- sqlite down
DROP VIEW names;
ALTER TABLE users ADD COLUMN nick text;
CREATE VIEW names AS
select id, nick, name from users;
