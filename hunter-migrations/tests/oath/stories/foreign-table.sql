-- A foreign table's columns and options change, and another one is made.
-- postgres before
CREATE FOREIGN DATA WRAPPER remote;
CREATE SERVER far FOREIGN DATA WRAPPER remote;
CREATE FOREIGN TABLE elsewhere (id integer OPTIONS (remote_name 'key') NOT NULL, label text) SERVER far OPTIONS (remote 'x', a 'b');
-- postgres after
CREATE FOREIGN DATA WRAPPER remote;
CREATE SERVER far FOREIGN DATA WRAPPER remote;
CREATE FOREIGN TABLE elsewhere (id integer OPTIONS (remote_name 'id', b 'c'), label varchar(10)) SERVER far OPTIONS (remote 'y');
CREATE FOREIGN TABLE another (id integer OPTIONS (remote_name 'key')) SERVER far OPTIONS (remote 'it''s');
COMMENT ON FOREIGN TABLE another IS 'far away';
-- postgres up
CREATE FOREIGN TABLE public.another (
    id integer OPTIONS (remote_name 'key')
)
SERVER far
OPTIONS (remote 'it''s');
COMMENT ON FOREIGN TABLE public.another IS 'far away';
ALTER TABLE public.elsewhere OPTIONS (SET remote 'y', DROP a);
ALTER TABLE public.elsewhere
    ALTER COLUMN id DROP NOT NULL,
    ALTER COLUMN id OPTIONS (ADD b 'c', SET remote_name 'id');
-- Converts the values of public.elsewhere.label; fails where one cannot be.
ALTER TABLE public.elsewhere ALTER COLUMN label TYPE character varying(10);
-- postgres down
DROP FOREIGN TABLE public.another;
ALTER TABLE public.elsewhere OPTIONS (ADD a 'b', SET remote 'x');
-- Fails where public.elsewhere.id is null in a row.
ALTER TABLE public.elsewhere
    ALTER COLUMN id SET NOT NULL,
    ALTER COLUMN id OPTIONS (SET remote_name 'key', DROP b);
-- Converts the values of public.elsewhere.label; fails where one cannot be.
ALTER TABLE public.elsewhere ALTER COLUMN label TYPE text;
