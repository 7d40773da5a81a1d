  -- What names mean, as the search path finds them: relations, columns, and routines by their arguments.
  select case when is_routine then 'pg_proc'::regclass::oid else 'pg_class'::regclass::oid end as class, oid, 0 as sub
  from hunter_named where oid is not null
  union
  select 'pg_class'::regclass::oid, attrelid, attnum::integer
  from hunter_named join pg_attribute on not attisdropped and attname = parts[cardinality(parts)] and attrelid = to_regclass((
    select string_agg(quote_ident(part), '.' order by at)
    from unnest(parts[:cardinality(parts) - 1]) with ordinality p (part, at)))
  where hunter_named.oid is null and cardinality(parts) > 1
