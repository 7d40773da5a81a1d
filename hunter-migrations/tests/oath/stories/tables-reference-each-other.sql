-- Two tables that reference each other are made.
-- both before
-- postgres after
CREATE TABLE teams (id integer PRIMARY KEY, lead integer);
CREATE TABLE users (id integer PRIMARY KEY, team integer CONSTRAINT users_team REFERENCES teams (id));
ALTER TABLE teams ADD CONSTRAINT teams_lead FOREIGN KEY (lead) REFERENCES users (id);
-- sqlite after
CREATE TABLE teams (id integer PRIMARY KEY, lead integer CONSTRAINT teams_lead REFERENCES users (id));
CREATE TABLE users (id integer PRIMARY KEY, team integer CONSTRAINT users_team REFERENCES teams (id));
-- postgres up
CREATE TABLE public.teams (
    id integer NOT NULL,
    lead integer,
    CONSTRAINT teams_pkey PRIMARY KEY (id)
);
CREATE TABLE public.users (
    id integer NOT NULL,
    team integer,
    CONSTRAINT users_pkey PRIMARY KEY (id)
);
ALTER TABLE public.teams ADD CONSTRAINT teams_lead FOREIGN KEY (lead) REFERENCES public.users(id);
ALTER TABLE public.users ADD CONSTRAINT users_team FOREIGN KEY (team) REFERENCES public.teams(id);
-- postgres down
ALTER TABLE public.teams DROP CONSTRAINT teams_lead;
ALTER TABLE public.users DROP CONSTRAINT users_team;
-- Loses every row of public.teams.
DROP TABLE public.teams;
-- Loses every row of public.users.
DROP TABLE public.users;
-- sqlite up
CREATE TABLE teams (
    id integer PRIMARY KEY,
    lead integer,
    CONSTRAINT teams_lead FOREIGN KEY (lead) REFERENCES users (id)
);
CREATE TABLE users (
    id integer PRIMARY KEY,
    team integer,
    CONSTRAINT users_team FOREIGN KEY (team) REFERENCES teams (id)
);
-- sqlite down
-- loses every row of teams
DROP TABLE teams;
-- loses every row of users
DROP TABLE users;
