-- Indexes that no constraint owns and no parent's index stands for. The definition begins behind the names. That of a
-- plain one is put together here as the server would, which is many times faster than to ask for it, and waits for nobody
-- who has the table locked.
select concat('{"kind":"index","name":', to_json(r.name || '.' || quote_ident(c.relname)),
    ',"facts":{"definition":', to_json(case when k.columns is not null then 'btree (' || k.columns || ')' else (
        select substr(p.definition, position(' USING ' in substr(p.definition, p.names)) + p.names + 6)
        from (select pg_get_indexdef(c.oid) as definition, length(quote_ident(c.relname)) + length(r.name) + 10 as names) p) end),
    case when i.indisunique then ',"unique":"true"' end,
    case when not (i.indisvalid and i.indisready and i.indislive) then ',"valid":"false"' end,
    case when i.indisclustered then ',"clustered":"true"' end,
    case when i.indexprs is not null then ',"statistics":"' || (select string_agg(a.attnum || ' ' || a.attstattarget, ', '
        order by a.attnum) from pg_attribute a where a.attrelid = c.oid and a.attstattarget >= 0) || '"' end,
    ',"comment":' || to_json(d.description)::text, '}}')
from relation r
join pg_index i on i.indrelid = r.oid
join pg_class c on c.oid = i.indexrelid and not c.relispartition
left join lateral (select string_agg(quote_ident(a.attname) || case k.option when 0 then '' when 1 then ' DESC NULLS LAST'
        when 2 then ' NULLS FIRST' else ' DESC' end, ', ' order by k.place) as columns
    from unnest(i.indkey::int2[], i.indclass::oid[], i.indcollation::oid[], i.indoption::int2[])
        with ordinality k(attnum, class, collation_, option, place)
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
    join pg_opclass o on o.oid = k.class
    having bool_and(o.opcdefault and k.collation_ = a.attcollation)) k
    on c.relam = 403 and i.indexprs is null and i.indpred is null and c.reloptions is null
    and i.indnatts = i.indnkeyatts and not i.indnullsnotdistinct
left join pg_description d on d.classoid = 'pg_catalog.pg_class'::regclass and d.objoid = c.oid and d.objsubid = 0
where not exists (select from pg_constraint k where k.conindid = c.oid and k.contype in ('p', 'u', 'x'))
