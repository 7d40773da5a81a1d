do $hunter$
declare
  path text := current_setting('search_path');
  jit text := current_setting('jit');
  given text[] := {given};
  gone jsonb := {dropped};
  one text;
  starts jsonb;
  dropped jsonb;
  kept jsonb;
  item jsonb;
begin
  -- Some servers take it for a mistake to ask for a routine by a type that is not there.
  foreach one in array given loop
    continue when one not like '%)';
    begin
      perform to_regprocedure(one);
    exception when undefined_object or invalid_schema_name then
      given := array_remove(given, one);
    end;
  end loop;
  with {names} select coalesce(jsonb_agg(jsonb_build_array(class, oid, sub)), '[]') into starts from ({start}) s;
  -- What the script drops if it exists is not brought back.
  select coalesce(jsonb_agg(jsonb_build_array(class, oid)), '[]') into dropped from (
    -- Conditions are looked at in any order, but a case in this one.
    select 'pg_class'::regclass::oid as class, case when d->>0 = 'relation' then to_regclass(d->>1)::oid end as oid
    from jsonb_array_elements(gone) d
    union all
    select 'pg_proc'::regclass, f.oid from jsonb_array_elements(gone) d
    cross join lateral parse_ident(case when d->>0 = 'routine' and d->>1 not like '%)' then d->>1 end) parts
    cross join lateral ({routines}) f
    union all
    select 'pg_policy'::regclass, oid from jsonb_array_elements(gone) d
    join pg_policy on d->>0 = 'policy' and polname = d->>1 and polrelid = to_regclass(d->>2)
    union all
    select 'pg_trigger'::regclass, oid from jsonb_array_elements(gone) d
    join pg_trigger on d->>0 = 'trigger' and tgname = d->>1 and tgrelid = to_regclass(d->>2)
    union all
    select 'pg_rewrite'::regclass, oid from jsonb_array_elements(gone) d
    join pg_rewrite on d->>0 = 'rule' and rulename = d->>1 and ev_class = to_regclass(d->>2)
  ) d where oid is not null;
  for one in select d->>1 from jsonb_array_elements(gone) d where d->>0 = 'routine' and d->>1 like '%)' loop
    begin
      dropped := dropped || jsonb_build_array(jsonb_build_array('pg_proc'::regclass::oid, to_regprocedure(one)::oid));
    exception when undefined_object or invalid_schema_name then
      null;
    end;
  end loop;
  -- From here on every name is written whole. The queries are read once, so compiling them is not worth it.
  perform set_config('search_path', 'pg_catalog, pg_temp', true), set_config('jit', 'off', true);
  with recursive start (class, oid, sub) as (
    select (s->>0)::oid, (s->>1)::oid, (s->>2)::integer from jsonb_array_elements(starts) s
  ), {standing}, {items}, {dressed}
  select coalesce(jsonb_agg(jsonb_build_object(
    'kind', kind, 'what', what, 'name', name, 'inside', inside, 'home', home, 'text', text,
    'owner', owner::regrole, 'is_usual', is_usual,
    'is_dropped', dropped @> jsonb_build_array(jsonb_build_array(class, oid)),
    'parts', (select jsonb_agg(says order by turn, number) from part p where (p.class, p.oid) = (item.class, item.oid)),
    'said', (select jsonb_agg(jsonb_build_array(is_remark, inside, says) order by is_remark, number) from (
      select class, oid, true as is_remark, number, inside, says from remark
      union all
      select class, oid, false, number, inside, says from given) s where (s.class, s.oid) = (item.class, item.oid))
  ) order by level, oid), '[]') into kept from item;
  for item in select i from jsonb_array_elements(kept) with ordinality e (i, at) order by at desc loop
    if item->>'text' is null and not (item->>'is_dropped')::boolean then
      raise exception using message = format('%s stands on it, and cannot be recreated', item->>'what'),
        errcode = '40001', constraint = 'hunter:recreate';
    end if;
    execute 'drop ' || (item->>'what');
  end loop;
  perform set_config('hunter.recreate', jsonb_build_object('role', current_setting('role'), 'grants', {grants}, 'items', kept)::text, true),
    set_config('search_path', path, true), set_config('jit', jit, true);
exception when others then
  if item is null or sqlstate in ('55P03', '57014', '40P01', '40001') then raise; end if;
  raise exception using message = format('%s cannot be taken away: %s', item->>'what', sqlerrm),
    errcode = '40001', constraint = 'hunter:recreate';
end $hunter$
