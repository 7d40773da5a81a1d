-- Constraints that were written for this table. Those that a partition or a child has of its parent are the parent's.
-- The definition says all of it: deferrable, not valid, no inherit, not enforced.
select concat('{"kind":"constraint","name":', to_json(r.name || '.' || quote_ident(k.conname)),
    ',"facts":{"type":"', case k.contype when 'p' then 'primary key' when 'u' then 'unique' when 'f' then 'foreign key'
        when 'c' then 'check' else 'exclusion' end,
    '","definition":', to_json(pg_get_constraintdef(k.oid)),
    case when c.reloptions is not null then ',"options":' || to_json(
        (select string_agg(o, ', ' order by o collate "C") from unnest(c.reloptions) o))::text end,
    case when i.indisclustered then ',"clustered":"true"' end,
    ',"index_comment":' || to_json(x.description)::text,
    ',"comment":' || to_json(d.description)::text, '}}')
from relation r
join pg_constraint k on k.conrelid = r.oid and k.contype in ('p', 'u', 'f', 'c', 'x')
    and k.conparentid = 0 and k.conislocal
left join pg_index i on i.indexrelid = k.conindid and k.contype in ('p', 'u', 'x')
left join pg_class c on c.oid = i.indexrelid
left join pg_description d on d.classoid = 'pg_catalog.pg_constraint'::regclass and d.objoid = k.oid
left join pg_description x on x.classoid = 'pg_catalog.pg_class'::regclass and x.objoid = i.indexrelid and x.objsubid = 0
