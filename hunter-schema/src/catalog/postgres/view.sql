-- Views and materialized views. The query is the server's own spelling of it; whether there are rows is no schema.
select json_build_object('kind', case r.relkind when 'v' then 'view' else 'materialized-view' end, 'name', r.name,
    'facts', json_build_object(
    'columns', (select string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod), ', '
        order by a.attnum) from pg_attribute a where a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped),
    'options', (select string_agg(o, ', ' order by o collate "C") from unnest(c.reloptions) o),
    'access_method', nullif(m.amname, 'heap'),
    'comment', d.description),
    'bodies', json_build_object('query', pg_get_viewdef(r.oid)),
    'notes', json_build_object('populated', case when r.relkind = 'm' and not c.relispopulated then 'false' end))::text
from relation r
join pg_class c on c.oid = r.oid
left join pg_am m on m.oid = c.relam
left join pg_description d on d.classoid = 'pg_catalog.pg_class'::regclass and d.objoid = r.oid and d.objsubid = 0
where r.relkind in ('v', 'm')
