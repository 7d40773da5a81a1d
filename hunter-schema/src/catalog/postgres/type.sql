-- Enums, domains, composite types and ranges, and base types as far as their functions.
select json_build_object('kind', 'type', 'name', s.prefix || quote_ident(t.typname),
    'facts', json_build_object(
    'form', case t.typtype when 'e' then 'enum' when 'd' then 'domain' when 'c' then 'composite' when 'r' then 'range'
        else 'base' end,
    'labels', (select string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder) from pg_enum e
        where e.enumtypid = t.oid),
    'base', case when t.typtype = 'd' then format_type(t.typbasetype, t.typtypmod) end,
    'not_null', case when t.typnotnull then 'true' end,
    'default', pg_get_expr(t.typdefaultbin, 0),
    'collation', case when t.typtype = 'd' and t.typcollation <> b.typcollation then t.typcollation::regcollation::text end,
    'checks', case when t.typtype = 'd' then (select string_agg(quote_ident(k.conname) || ' '
        || pg_get_constraintdef(k.oid), ', ' order by k.conname) from pg_constraint k
        where k.contypid = t.oid and k.contype = 'c') end,
    'attributes', case when t.typtype = 'c' then (select string_agg(quote_ident(a.attname) || ' '
        || format_type(a.atttypid, a.atttypmod) || case when a.attcollation <> y.typcollation
        then ' collate ' || a.attcollation::regcollation::text else '' end, ', ' order by a.attnum)
        from pg_attribute a join pg_type y on y.oid = a.atttypid
        where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped) end,
    'subtype', format_type(g.rngsubtype, null),
    'subtype_operators', case when not o.opcdefault then quote_ident(o.opcname) end,
    'subtype_collation', case when g.rngcollation <> u.typcollation then g.rngcollation::regcollation::text end,
    'canonical', nullif(g.rngcanonical, 0)::regproc::text,
    'difference', nullif(g.rngsubdiff, 0)::regproc::text,
    'check_comments', case when t.typtype = 'd' then (select string_agg(quote_ident(k.conname) || ' '
        || quote_literal(e.description), ', ' order by k.conname) from pg_constraint k join pg_description e
        on e.classoid = 'pg_catalog.pg_constraint'::regclass and e.objoid = k.oid where k.contypid = t.oid) end,
    'attribute_comments', case when t.typtype = 'c' then (select string_agg(quote_ident(a.attname) || ' '
        || quote_literal(e.description), ', ' order by a.attnum) from pg_attribute a join pg_description e
        on e.classoid = 'pg_catalog.pg_class'::regclass and e.objoid = a.attrelid and e.objsubid = a.attnum
        where a.attrelid = t.typrelid and a.attnum > 0) end,
    'input', case when t.typtype = 'b' then t.typinput::text end,
    'output', case when t.typtype = 'b' then t.typoutput::text end,
    'comment', d.description),
    'notes', json_build_object('multirange', case when g.rngtypid is not null then g.rngmultitypid::regtype::text end))::text
from pg_type t
join space s on s.oid = t.typnamespace
left join pg_class c on c.oid = t.typrelid
left join pg_type b on b.oid = t.typbasetype
left join pg_range g on g.rngtypid = t.oid
left join pg_type u on u.oid = g.rngsubtype
left join pg_opclass o on o.oid = g.rngsubopc
left join pg_description d on d.classoid = 'pg_catalog.pg_type'::regclass and d.objoid = t.oid
where (t.typtype in ('e', 'd', 'r') or t.typtype = 'c' and c.relkind = 'c'
    or t.typtype = 'b' and t.typisdefined and not exists (select from pg_type v where v.typarray = t.oid))
and not exists (select from member e
    where e.classid = 'pg_catalog.pg_type'::regclass and e.objid = t.oid)
