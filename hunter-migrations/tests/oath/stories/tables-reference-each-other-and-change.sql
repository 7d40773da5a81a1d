-- Two tables with rows that reference each other both change.
-- postgres before
CREATE TABLE teams (id integer PRIMARY KEY, lead integer);
CREATE TABLE users (id integer PRIMARY KEY, team integer CONSTRAINT users_team REFERENCES teams (id));
ALTER TABLE teams ADD CONSTRAINT teams_lead FOREIGN KEY (lead) REFERENCES users (id);
-- sqlite before
CREATE TABLE teams (id integer PRIMARY KEY, lead integer CONSTRAINT teams_lead REFERENCES users (id));
CREATE TABLE users (id integer PRIMARY KEY, team integer CONSTRAINT users_team REFERENCES teams (id));
-- postgres after
CREATE TABLE teams (id bigint PRIMARY KEY, lead bigint);
CREATE TABLE users (id bigint PRIMARY KEY, team bigint CONSTRAINT users_team REFERENCES teams (id));
ALTER TABLE teams ADD CONSTRAINT teams_lead FOREIGN KEY (lead) REFERENCES users (id);
-- sqlite after
CREATE TABLE teams (id integer PRIMARY KEY, lead integer NOT NULL CONSTRAINT teams_lead REFERENCES users (id));
CREATE TABLE users (id integer PRIMARY KEY, team integer NOT NULL CONSTRAINT users_team REFERENCES teams (id));
-- rows
INSERT INTO teams VALUES (1, NULL);
INSERT INTO users VALUES (2, 1);
UPDATE teams SET lead = 2;
-- keeps
SELECT users.id || ' ' || teams.id AS j FROM users JOIN teams ON teams.lead = users.id AND users.team = teams.id;
-- postgres up
ALTER TABLE public.teams DROP CONSTRAINT teams_lead;
ALTER TABLE public.users DROP CONSTRAINT users_team;
-- Converts the values of public.teams.id; fails where one cannot be.
ALTER TABLE public.teams ALTER COLUMN id TYPE bigint USING id::bigint;
-- Converts the values of public.users.id; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN id TYPE bigint USING id::bigint;
-- Converts the values of public.teams.lead; fails where one cannot be.
ALTER TABLE public.teams ALTER COLUMN lead TYPE bigint USING lead::bigint;
-- Converts the values of public.users.team; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN team TYPE bigint USING team::bigint;
ALTER TABLE public.teams ADD CONSTRAINT teams_lead FOREIGN KEY (lead) REFERENCES public.users(id);
ALTER TABLE public.users ADD CONSTRAINT users_team FOREIGN KEY (team) REFERENCES public.teams(id);
-- postgres down
ALTER TABLE public.teams DROP CONSTRAINT teams_lead;
ALTER TABLE public.users DROP CONSTRAINT users_team;
-- Converts the values of public.teams.id; fails where one cannot be.
ALTER TABLE public.teams ALTER COLUMN id TYPE integer USING id::integer;
-- Converts the values of public.users.id; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN id TYPE integer USING id::integer;
-- Converts the values of public.teams.lead; fails where one cannot be.
ALTER TABLE public.teams ALTER COLUMN lead TYPE integer USING lead::integer;
-- Converts the values of public.users.team; fails where one cannot be.
ALTER TABLE public.users ALTER COLUMN team TYPE integer USING team::integer;
ALTER TABLE public.teams ADD CONSTRAINT teams_lead FOREIGN KEY (lead) REFERENCES public.users(id);
ALTER TABLE public.users ADD CONSTRAINT users_team FOREIGN KEY (team) REFERENCES public.teams(id);
-- sqlite up
CREATE TABLE hunter_new_teams (
    id integer PRIMARY KEY,
    lead integer NOT NULL,
    CONSTRAINT teams_lead FOREIGN KEY (lead) REFERENCES users (id)
);
-- fails on rows without a value of teams.lead
INSERT INTO hunter_new_teams (id, lead)
SELECT id, lead FROM teams;
DROP TABLE teams;
ALTER TABLE hunter_new_teams RENAME TO teams;
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    team integer NOT NULL,
    CONSTRAINT users_team FOREIGN KEY (team) REFERENCES teams (id)
);
-- fails on rows without a value of users.team
INSERT INTO hunter_new_users (id, team)
SELECT id, team FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
-- sqlite down
CREATE TABLE hunter_new_teams (
    id integer PRIMARY KEY,
    lead integer,
    CONSTRAINT teams_lead FOREIGN KEY (lead) REFERENCES users (id)
);
INSERT INTO hunter_new_teams (id, lead)
SELECT id, lead FROM teams;
DROP TABLE teams;
ALTER TABLE hunter_new_teams RENAME TO teams;
CREATE TABLE hunter_new_users (
    id integer PRIMARY KEY,
    team integer,
    CONSTRAINT users_team FOREIGN KEY (team) REFERENCES teams (id)
);
INSERT INTO hunter_new_users (id, team)
SELECT id, team FROM users;
DROP TABLE users;
ALTER TABLE hunter_new_users RENAME TO users;
