-- Indexes that no constraint owns and no parent's index stands for. The definition begins behind the names.
select json_build_object('kind', 'index', 'name', r.name || '.' || quote_ident(c.relname),
    'facts', json_strip_nulls(json_build_object(
    'definition', substr(p.definition, position(' USING ' in substr(p.definition, p.names)) + p.names + 6),
    'unique', case when i.indisunique then 'true' end,
    'valid', case when not (i.indisvalid and i.indisready and i.indislive) then 'false' end,
    'clustered', case when i.indisclustered then 'true' end,
    'statistics', (select string_agg(a.attnum || ' ' || a.attstattarget, ', ' order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attstattarget >= 0),
    'comment', d.description)))::text
from relation r
join pg_index i on i.indrelid = r.oid
join pg_class c on c.oid = i.indexrelid and not c.relispartition
cross join lateral (select pg_get_indexdef(c.oid) as definition,
    length(quote_ident(c.relname)) + length(r.name) + 10 as names) p
left join remark d on d.classoid = 'pg_catalog.pg_class'::regclass and d.objoid = c.oid and d.objsubid = 0
where not exists (select from pg_constraint k where k.conindid = c.oid and k.contype in ('p', 'u', 'x'))
