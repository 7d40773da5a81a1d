hunter_named as (
  select parts, routine is not null as is_routine, coalesce(routine, relation) as oid
  from (select name, case when name not like '%)' then parse_ident(name) end as parts from unnest({named}::text[]) name) n
  -- Three parts can only be a column; as a relation they would be one of another database, which is an error.
  cross join lateral (select case when cardinality(parts) < 3 then to_regclass(name)::oid end as relation) r
  -- A routine has its arguments in brackets behind its name, unless it is the only one of that name.
  cross join lateral (select case
      when parts is null then to_regprocedure(name)::oid
      when cardinality(parts) < 3 and relation is null then to_regproc(name)::oid
    end as routine) f
)
