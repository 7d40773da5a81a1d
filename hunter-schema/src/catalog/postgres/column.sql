-- Columns of tables; of views only those that somebody remarked on or gave a default (a view's columns are facts of it).
-- From version 18 on a NOT NULL is a constraint with a name; here it is a fact of the column on every version. What a
-- partition has of its parent's identity depends on the version and is left out. Debian's server 17.12 was seen to mark every
-- column with a number of its own, `pg_attver`, among its options: nobody can set it, and a dump leaves it out.
-- There are more of these rows than of all others, so their text is put together by hand: what is null takes its key along.
select concat('{"kind":"column","name":', to_json(r.name || '.' || quote_ident(a.attname)), ',"facts":{', substr(concat(
    ',"type":' || to_json(case when r.relkind not in ('v', 'm') then format_type(a.atttypid, a.atttypmod) end)::text,
    ',"not_null":"' || case when a.attnotnull then case when n.convalidated is false then 'not valid'
        when n.connoinherit then 'no inherit' else 'true' end end || '"',
    case when a.attgenerated = '' then ',"default":' else ',"expression":' end
        || to_json(pg_get_expr(v.adbin, case when a.attgenerated = '' then 0 else v.adrelid end))::text,
    ',"generated":"' || case a.attgenerated when 's' then 'stored' when 'v' then 'virtual' end || '"',
    case when a.attidentity <> '' and not r.relispartition then concat(
        ',"identity":"' || case a.attidentity when 'a' then 'always' when 'd' then 'by default' end || '"',
        ',"identity_options":"' || nullif(concat_ws(' ', 'start ' || q.start, 'increment ' || q.increment,
            'min ' || q.min, 'max ' || q.max, 'cache ' || q.cache, 'cycle ' || q.cycle), '') || '"') end,
    case when r.relkind not in ('v', 'm') then concat(
        ',"collation":' || to_json(case when a.attcollation <> y.typcollation then a.attcollation::regcollation::text end)::text,
        ',"storage":"' || case when a.attstorage <> y.typstorage then case a.attstorage when 'p' then 'plain'
            when 'e' then 'external' when 'x' then 'extended' else 'main' end end || '"') end,
    ',"compression":"' || case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end || '"',
    ',"statistics":"' || nullif(a.attstattarget, -1) || '"',
    case when a.attoptions is not null then ',"options":' || to_json(
        (select string_agg(o, ', ' order by o collate "C") from unnest(a.attoptions) o
            where split_part(o, '=', 1) <> 'pg_attver'))::text end,
    case when a.attfdwoptions is not null then ',"server_options":' || to_json(
        (select string_agg(o, ', ' order by o collate "C") from unnest(a.attfdwoptions) o))::text end,
    ',"comment":' || to_json(d.description)::text), 2),
    '},"notes":{"position":"', a.attnum, '"', ',"not_null_name":' || to_json(
        nullif(case when n.conislocal then n.conname end, left(n.relname || '_' || a.attname || '_not_null', 63)))::text, '}}')
from relation r
join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
join pg_type y on y.oid = a.atttypid
left join pg_attrdef v on v.adrelid = a.attrelid and v.adnum = a.attnum
left join (select k.*, c.relname from pg_constraint k join pg_class c on c.oid = k.conrelid where k.contype = 'n') n
    on n.conrelid = a.attrelid and n.conkey[1] = a.attnum
left join sequence q on q.is_identity and q.owner = a.attrelid and q.owner_column = a.attnum
left join pg_description d on d.classoid = 'pg_catalog.pg_class'::regclass and d.objoid = r.oid and d.objsubid = a.attnum
where r.relkind in ('r', 'p', 'f') or d.description is not null or v.adbin is not null
