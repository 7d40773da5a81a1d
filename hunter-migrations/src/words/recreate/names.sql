hunter_named as (
  select parts, case
      when parts is null then to_regprocedure(name)::oid
      -- Three parts can only be a column; as a relation they would be one of another database, which is an error.
      when cardinality(parts) < 3 then to_regclass(name)::oid
    end as oid
  from (select name, case when name not like '%)' then parse_ident(name) end as parts from unnest({named}::text[]) name) n
)
