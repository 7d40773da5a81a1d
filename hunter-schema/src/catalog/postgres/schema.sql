-- What the server says of `public` itself is no remark of anybody's.
select json_build_object('kind', 'schema', 'name', quote_ident(s.nspname), 'facts', json_build_object(
    'comment', nullif(d.description, case when s.nspname = 'public' then 'standard public schema' end)))::text
from space s
left join pg_description d on d.classoid = 'pg_catalog.pg_namespace'::regclass and d.objoid = s.oid
