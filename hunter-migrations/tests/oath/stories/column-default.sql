-- Defaults are added, changed and removed.
-- both before
CREATE TABLE users (id integer PRIMARY KEY, got integer, changed varchar(9) DEFAULT 'a', lost integer DEFAULT (1 + 2));
-- both after
CREATE TABLE users (id integer PRIMARY KEY, got integer DEFAULT -1, changed varchar(9) DEFAULT 'it''s', lost integer);
-- rows
INSERT INTO users VALUES (1, 2, 'b', 3);
-- keeps
SELECT got || changed || lost AS j FROM users;
-- postgres up
ALTER TABLE public.users ALTER COLUMN got SET DEFAULT '-1'::integer;
ALTER TABLE public.users ALTER COLUMN changed SET DEFAULT 'it''s'::character varying;
ALTER TABLE public.users ALTER COLUMN lost DROP DEFAULT;
-- postgres down
ALTER TABLE public.users ALTER COLUMN got DROP DEFAULT;
ALTER TABLE public.users ALTER COLUMN changed SET DEFAULT 'a'::character varying;
ALTER TABLE public.users ALTER COLUMN lost SET DEFAULT (1 + 2);
-- sqlite up
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    got integer DEFAULT -1,
    changed varchar(9) DEFAULT 'it''s',
    lost integer
);
INSERT INTO hunter_new_users (id, got, changed, lost)
SELECT id, got, changed, lost FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
-- sqlite down
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    got integer,
    changed varchar(9) DEFAULT 'a',
    lost integer DEFAULT (1 + 2)
);
INSERT INTO hunter_new_users (id, got, changed, lost)
SELECT id, got, changed, lost FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
