-- What every other file stands on: which schemas, relations and sequences there are, and what belongs to an extension.
-- Settings that change how the server writes names and constants are pinned while the first part of the union is read, and
-- set back by its last part: PostgreSQL reads the parts of a union in order.
with pinned as materialized (
    select name, current_setting(name) as was, set_config(name, value, true) as becomes
    from (values ('search_path', 'pg_catalog'), ('quote_all_identifiers', 'off'), ('DateStyle', 'ISO, MDY'),
        ('IntervalStyle', 'postgres'), ('TimeZone', 'UTC'), ('extra_float_digits', '1'), ('bytea_output', 'hex'),
        -- Texts that the server writes from its own form wait for whoever alters their table, but not for ever.
        ('lock_timeout', coalesce(nullif(current_setting('lock_timeout'), '0'), '3s')))
        setting(name, value)
), member as materialized (
    select classid, objid from pg_depend where deptype = 'e'
), space as materialized (
    select n.oid, n.nspname, quote_ident(n.nspname) || '.' as prefix, n.nspowner, n.nspacl
    from pg_namespace n
    where $schemas and not exists (select from member e
        where e.classid = 'pg_catalog.pg_namespace'::regclass and e.objid = n.oid)
), relation as materialized (
    select c.oid, c.relkind, c.relowner, c.relacl, c.relispartition, s.prefix, s.prefix || quote_ident(c.relname) as name
    from pg_class c join space s on s.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'f', 'v', 'm') and not (s.nspname = $left_out_schema and c.relname = $left_out_table)
    and not exists (select from member e
        where e.classid = 'pg_catalog.pg_class'::regclass and e.objid = c.oid)
), sequence as materialized (
    select c.oid, c.relowner, c.relacl, c.relpersistence, s.prefix || quote_ident(c.relname) as name,
        o.refobjid as owner, o.refobjsubid as owner_column, o.deptype = 'i' as is_identity,
        format_type(q.seqtypid, null) as type,
        nullif(q.seqincrement, 1)::text as increment, nullif(q.seqcache, 1)::text as cache,
        case when q.seqcycle then 'true' end as cycle,
        nullif(q.seqmin, case when q.seqincrement > 0 then 1 else size.lowest end)::text as min,
        nullif(q.seqmax, case when q.seqincrement > 0 then size.highest else -1 end)::text as max,
        nullif(q.seqstart, case when q.seqincrement > 0 then q.seqmin else q.seqmax end)::text as start
    from pg_sequence q
    join pg_class c on c.oid = q.seqrelid
    join space s on s.oid = c.relnamespace
    join (values ('int2'::regtype, -32768, 32767), ('int4'::regtype, -2147483648, 2147483647),
        ('int8'::regtype, -9223372036854775808, 9223372036854775807)) size(type, lowest, highest)
        on size.type = q.seqtypid
    left join pg_depend o on o.classid = 'pg_catalog.pg_class'::regclass and o.objid = c.oid and o.objsubid = 0
        and o.refclassid = 'pg_catalog.pg_class'::regclass and o.deptype in ('a', 'i')
    where not exists (select from member e
        where e.classid = 'pg_catalog.pg_class'::regclass and e.objid = c.oid)
    and (o.refobjid is null or o.refobjid in (select oid from relation))
)
select null::text as j from pinned where becomes is null
