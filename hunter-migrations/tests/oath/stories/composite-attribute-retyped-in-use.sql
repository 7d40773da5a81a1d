-- An attribute of a composite type that a column has gets another type.
-- postgres before
CREATE TYPE address AS (street text, zip integer);
CREATE TABLE users (home address);
-- postgres after
CREATE TYPE address AS (street text, zip text);
CREATE TABLE users (home address);
-- postgres unfinished
-- up: public.users.home holds values of public.address, which cannot change in place; write how they are converted
-- down: public.users.home holds values of public.address, which cannot change in place; write how they are converted
