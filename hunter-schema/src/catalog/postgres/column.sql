-- Columns of tables; of views only those that somebody remarked on or gave a default (a view's columns are facts of it).
-- From version 18 on a NOT NULL is a constraint with a name; here it is a fact of the column on every version. What a
-- partition has of its parent's identity depends on the version and is left out.
select json_build_object('kind', 'column', 'name', r.name || '.' || quote_ident(a.attname),
    'facts', json_strip_nulls(json_build_object(
    'type', case when r.relkind not in ('v', 'm') then format_type(a.atttypid, a.atttypmod) end,
    'not_null', case when a.attnotnull then case when n.convalidated is false then 'not valid'
        when n.connoinherit then 'no inherit' else 'true' end end,
    'default', case when a.attgenerated = '' then pg_get_expr(v.adbin, v.adrelid) end,
    'generated', case a.attgenerated when 's' then 'stored' when 'v' then 'virtual' end,
    'expression', case when a.attgenerated <> '' then pg_get_expr(v.adbin, v.adrelid) end,
    'identity', case when not r.relispartition then
        case a.attidentity when 'a' then 'always' when 'd' then 'by default' end end,
    'identity_options', case when not r.relispartition then nullif(concat_ws(' ', 'start ' || q.start,
        'increment ' || q.increment, 'min ' || q.min, 'max ' || q.max, 'cache ' || q.cache, 'cycle ' || q.cycle), '') end,
    'collation', case when r.relkind not in ('v', 'm') and a.attcollation <> y.typcollation then a.attcollation::regcollation::text end,
    'storage', case when r.relkind not in ('v', 'm') and a.attstorage <> y.typstorage then
        case a.attstorage when 'p' then 'plain' when 'e' then 'external' when 'x' then 'extended' else 'main' end end,
    'compression', case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end,
    'statistics', nullif(a.attstattarget, -1)::text,
    'options', (select string_agg(o, ', ' order by o collate "C") from unnest(a.attoptions) o),
    'server_options', (select string_agg(o, ', ' order by o collate "C") from unnest(a.attfdwoptions) o),
    'comment', d.description)),
    'notes', json_build_object('position', a.attnum::text, 'not_null_name',
        nullif(case when n.conislocal then n.conname end, left(n.relname || '_' || a.attname || '_not_null', 63))))::text
from relation r
join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
join pg_type y on y.oid = a.atttypid
left join pg_attrdef v on v.adrelid = a.attrelid and v.adnum = a.attnum
left join (select k.*, c.relname from pg_constraint k join pg_class c on c.oid = k.conrelid where k.contype = 'n') n
    on n.conrelid = a.attrelid and n.conkey[1] = a.attnum
left join sequence q on q.is_identity and q.owner = a.attrelid and q.owner_column = a.attnum
left join remark d on d.classoid = 'pg_catalog.pg_class'::regclass and d.objoid = r.oid and d.objsubid = a.attnum
where r.relkind in ('r', 'p', 'f') or d.description is not null or v.adbin is not null
