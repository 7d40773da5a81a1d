-- The version belongs to the server, not to the schema. The language that every database has is left out.
select json_build_object('kind', 'extension', 'name', quote_ident(x.extname),
    'facts', json_build_object('schema', quote_ident(n.nspname)),
    'notes', json_build_object('version', x.extversion))::text
from pg_extension x join pg_namespace n on n.oid = x.extnamespace
where x.extname <> 'plpgsql'
