-- One row per object of a user schema, whatever it is, the ledger included; and the schemas themselves.
with user_schema as (
    select oid, nspname from pg_namespace where nspname <> 'information_schema' and nspname !~ '^pg_'
)
select 'schema ' || nspname as j from user_schema
union all select 'relation ' || nspname || '.' || relname || ' ' || relkind::text
    from pg_class c join user_schema n on n.oid = c.relnamespace
union all select 'type ' || nspname || '.' || typname from pg_type t join user_schema n on n.oid = t.typnamespace
union all select 'function ' || nspname || '.' || proname from pg_proc p join user_schema n on n.oid = p.pronamespace
union all select 'constraint ' || nspname || '.' || conname
    from pg_constraint k join user_schema n on n.oid = k.connamespace
union all select 'trigger ' || tgname from pg_trigger
union all select 'collation ' || collname from pg_collation c join user_schema n on n.oid = c.collnamespace
union all select 'extension ' || extname from pg_extension
order by 1
