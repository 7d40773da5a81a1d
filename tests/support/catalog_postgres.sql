-- One row: what a PostgreSQL database holds, in the shape of tests/facts/*.json without `revision`. The ledger is left
-- out. A name outside of the schema `public` is qualified, so that nothing hides there.
with user_schema as (
    select oid, case when nspname = 'public' then '' else nspname || '.' end as prefix
    from pg_namespace where nspname <> 'information_schema' and nspname !~ '^pg_'
), relation as (
    select c.oid, c.relkind, n.prefix || c.relname as name
    from pg_class c join user_schema n on n.oid = c.relnamespace where c.relname <> '__hunter_ledger'
), columns as (
    select a.attrelid as relation,
        json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
            'not_null', a.attnotnull, 'default', pg_get_expr(d.adbin, d.adrelid),
            'comment', col_description(a.attrelid, a.attnum)) order by a.attnum) as of_table,
        json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
            'comment', col_description(a.attrelid, a.attnum)) order by a.attnum) as of_view
    from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attnum > 0 and not a.attisdropped group by a.attrelid
), key as (
    select k.oid, k.conrelid as relation, k.contype as kind, k.conname as name, pg_get_constraintdef(k.oid) as definition,
        (select json_agg(a.attname order by n.at) from unnest(k.conkey) with ordinality n(num, at)
            join pg_attribute a on a.attrelid = k.conrelid and a.attnum = n.num) as columns,
        (select json_agg(a.attname order by n.at) from unnest(k.confkey) with ordinality n(num, at)
            join pg_attribute a on a.attrelid = k.confrelid and a.attnum = n.num) as target_columns
    from pg_constraint k
), plain_key as (
    select relation, kind, name,
        json_build_object('name', name, 'columns', columns, 'definition', definition) as fact
    from key where kind in ('p', 'u', 'c', 'x')
), foreign_key as (
    select key.relation, key.name, json_build_object('name', key.name, 'columns', key.columns,
        'references_table', target.name, 'references_columns', key.target_columns,
        'on_update', action.words->>k.confupdtype::text, 'on_delete', action.words->>k.confdeltype::text,
        'deferrable', k.condeferrable, 'initially_deferred', k.condeferred, 'validated', k.convalidated,
        'backed_by_index', (select relname from pg_class where oid = k.conindid), 'definition', key.definition) as fact
    from key join pg_constraint k on k.oid = key.oid join relation target on target.oid = k.confrelid,
        (select json_build_object('a', 'NO ACTION', 'r', 'RESTRICT', 'c', 'CASCADE', 'n', 'SET NULL', 'd', 'SET DEFAULT')
            as words) action
    where key.kind = 'f'
), index_fact as (
    select i.indrelid as relation, c.relname as name, json_build_object('name', c.relname,
        'columns', (select json_agg(pg_get_indexdef(i.indexrelid, n, true) order by n)
            from generate_series(1, i.indnkeyatts::int) n),
        'unique', i.indisunique, 'method', m.amname,
        'owned_by_constraint', (select k.conname from pg_constraint k
            where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x')),
        'definition', pg_get_indexdef(i.indexrelid)) as fact
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam
), table_fact as (
    select r.name, json_build_object(
        'columns', coalesce(c.of_table, '[]'),
        'primary_key', (select fact from plain_key k where k.relation = r.oid and kind = 'p'),
        'unique_constraints', coalesce((select json_agg(fact order by k.name collate "C") from plain_key k
            where k.relation = r.oid and kind = 'u'), '[]'),
        'foreign_keys', coalesce((select json_agg(fact order by k.name collate "C") from foreign_key k
            where k.relation = r.oid), '[]'),
        'check_constraints', coalesce((select json_agg(fact order by k.name collate "C") from plain_key k
            where k.relation = r.oid and kind in ('c', 'x')), '[]'),
        'indexes', coalesce((select json_agg(fact order by i.name collate "C") from index_fact i
            where i.relation = r.oid), '[]'),
        'triggers', coalesce((select json_agg(pg_get_triggerdef(t.oid) order by t.tgname collate "C") from pg_trigger t
            where t.tgrelid = r.oid and not t.tgisinternal), '[]'),
        'comment', obj_description(r.oid, 'pg_class')) as fact
    from relation r left join columns c on c.relation = r.oid where r.relkind in ('r', 'p', 'f')
), view_fact as (
    select r.name, json_build_object('materialized', r.relkind = 'm', 'columns', c.of_view,
        'definition', pg_get_viewdef(r.oid, true), 'comment', obj_description(r.oid, 'pg_class')) as fact
    from relation r left join columns c on c.relation = r.oid where r.relkind in ('v', 'm')
), sequence_fact as (
    select r.name, json_build_object('type', format_type(s.seqtypid, null), 'start', s.seqstart,
        'increment', s.seqincrement, 'owned_by', (select owner.name || '.' || a.attname
            from pg_depend d join relation owner on owner.oid = d.refobjid
            join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
            where d.classid = 'pg_class'::regclass and d.objid = r.oid and d.deptype in ('a', 'i'))) as fact
    from relation r join pg_sequence s on s.seqrelid = r.oid
)
select json_build_object(
    'schema', 'public',
    'tables', coalesce((select json_object_agg(name, fact) from table_fact), '{}'),
    'views', coalesce((select json_object_agg(name, fact) from view_fact), '{}'),
    'sequences', coalesce((select json_object_agg(name, fact) from sequence_fact), '{}'),
    'types', coalesce((select json_agg(n.prefix || t.typname order by t.typname collate "C")
        from pg_type t join user_schema n on n.oid = t.typnamespace left join pg_class c on c.oid = t.typrelid
        where t.typtype in ('e', 'd', 'r', 'm') or c.relkind = 'c'), '[]'),
    'functions', coalesce((select json_agg(n.prefix || p.proname order by p.proname collate "C")
        from pg_proc p join user_schema n on n.oid = p.pronamespace), '[]'),
    'extensions', coalesce((select json_agg(extname order by extname collate "C")
        from pg_extension where extname <> 'plpgsql'), '[]')
)::text as j
