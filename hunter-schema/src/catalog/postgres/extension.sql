-- Version and comment come with the server's files, not with the schema. The language that every database has is left out.
select json_build_object('kind', 'extension', 'name', quote_ident(x.extname),
    'facts', json_build_object('schema', quote_ident(n.nspname)),
    'notes', json_build_object('version', x.extversion, 'comment', d.description))::text
from pg_extension x join pg_namespace n on n.oid = x.extnamespace
left join pg_description d on d.classoid = 'pg_catalog.pg_extension'::regclass and d.objoid = x.oid
where x.extname <> 'plpgsql'
