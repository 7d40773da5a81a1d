-- A primary key gets one more column in front.
-- both before
CREATE TABLE users (id integer NOT NULL, tenant integer NOT NULL, CONSTRAINT users_key PRIMARY KEY (id));
-- both after
CREATE TABLE users (id integer NOT NULL, tenant integer NOT NULL, CONSTRAINT users_key PRIMARY KEY (tenant, id));
-- rows
INSERT INTO users VALUES (1, 2);
-- keeps
SELECT (id + tenant) || '' AS j FROM users;
-- postgres up
ALTER TABLE public.users DROP CONSTRAINT users_key;
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT users_key PRIMARY KEY (tenant, id);
-- postgres down
ALTER TABLE public.users DROP CONSTRAINT users_key;
-- Fails where a row of public.users breaks it.
ALTER TABLE public.users ADD CONSTRAINT users_key PRIMARY KEY (id);
-- sqlite up
CREATE TABLE hunter_new_users (
    id integer NOT NULL,
    tenant integer NOT NULL,
    CONSTRAINT users_key PRIMARY KEY (tenant, id)
);
-- fails if two rows of users have the same tenant, id
INSERT INTO hunter_new_users (id, tenant)
SELECT id, tenant FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
-- sqlite down
CREATE TABLE hunter_new_users (
    id integer CONSTRAINT users_key PRIMARY KEY,
    tenant integer NOT NULL
);
-- fails if two rows of users have the same id
INSERT INTO hunter_new_users (id, tenant)
SELECT id, tenant FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
