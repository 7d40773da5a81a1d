-- A table is made with columns, keys, a default and a check.
-- both before
-- both after
CREATE TABLE users (
    id integer PRIMARY KEY, email varchar(255) NOT NULL UNIQUE, age integer DEFAULT 18 CONSTRAINT users_age CHECK (age > 0),
    created timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP
);
-- postgres up
CREATE TABLE public.users (
    id integer NOT NULL,
    email character varying(255) NOT NULL,
    age integer DEFAULT 18,
    created timestamp without time zone DEFAULT now() NOT NULL,
    CONSTRAINT users_age CHECK ((age > 0)),
    CONSTRAINT users_email_key UNIQUE (email),
    CONSTRAINT users_pkey PRIMARY KEY (id)
);
-- postgres down
-- Loses every row of public.users.
DROP TABLE public.users;
-- sqlite up
CREATE TABLE users (
    id integer PRIMARY KEY,
    email varchar(255) NOT NULL,
    age integer DEFAULT 18,
    created timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
    UNIQUE (email),
    CONSTRAINT users_age CHECK (age > 0)
);
-- sqlite down
-- loses every row of users
DROP TABLE users;
