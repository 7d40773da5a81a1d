-- Tables of every sort. A partition is a table; its parent and its bound are facts of it.
select json_build_object('kind', 'table', 'name', r.name, 'facts', json_strip_nulls(json_build_object(
    'form', case r.relkind when 'p' then 'partitioned' when 'f' then 'foreign' end,
    'partition_by', case when r.relkind = 'p' then pg_get_partkeydef(r.oid) end,
    'partition_of', case when r.relispartition then parent.names end,
    'bound', pg_get_expr(c.relpartbound, c.oid),
    'inherits', case when not r.relispartition then parent.names end,
    'of_type', case when c.reloftype <> 0 then c.reloftype::regtype::text end,
    'unlogged', case when c.relpersistence = 'u' then 'true' end,
    'row_security', case when c.relrowsecurity then 'true' end,
    'force_row_security', case when c.relforcerowsecurity then 'true' end,
    'replica_identity', case c.relreplident when 'n' then 'nothing' when 'f' then 'full' when 'i' then
        (select 'index ' || quote_ident(ic.relname) from pg_index i join pg_class ic on ic.oid = i.indexrelid
        where i.indrelid = r.oid and i.indisreplident) end,
    'options', (select string_agg(o, ', ' order by o collate "C") from unnest(c.reloptions) o),
    'toast_options', (select string_agg(o, ', ' order by o collate "C") from unnest(t.reloptions) o),
    'access_method', nullif(m.amname, 'heap'),
    'server', quote_ident(f.srvname),
    'server_options', (select string_agg(o, ', ' order by o collate "C") from unnest(f.ftoptions) o),
    'comment', d.description)))::text
from relation r
join pg_class c on c.oid = r.oid
left join pg_class t on t.oid = c.reltoastrelid
left join pg_am m on m.oid = c.relam
left join (select i.inhrelid, string_agg(i.inhparent::regclass::text, ', ' order by i.inhseqno) as names
    from pg_inherits i join relation p on p.oid = i.inhrelid group by i.inhrelid) parent on parent.inhrelid = r.oid
left join (select ft.ftrelid, ft.ftoptions, s.srvname
    from pg_foreign_table ft join pg_foreign_server s on s.oid = ft.ftserver) f on f.ftrelid = r.oid
left join pg_description d on d.classoid = 'pg_catalog.pg_class'::regclass and d.objoid = r.oid and d.objsubid = 0
where r.relkind in ('r', 'p', 'f')
