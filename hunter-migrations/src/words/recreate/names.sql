hunter_named as (
  select parts, routine is not null as is_routine, coalesce(routine, relation) as oid
  from (select name, case when name not like '%)' then parse_ident(name) end as parts from unnest({named}::text[]) name) n
  -- Three parts can only be a column; as a relation they would be one of another database, which is an error.
  cross join lateral (select case when cardinality(parts) < 3 then to_regclass(name)::oid end as relation) r
  -- A routine has its arguments in brackets behind its name, or all of that name are meant.
  left join lateral (
    select to_regprocedure(name)::oid where parts is null
    union all
    {routines} and relation is null
  ) f (routine) on true
)
