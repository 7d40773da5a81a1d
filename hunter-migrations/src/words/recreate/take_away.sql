do $hunter$
declare
  path text := current_setting('search_path');
  jit text := current_setting('jit');
  starts jsonb;
  dropped jsonb;
  kept jsonb;
  item jsonb;
begin
  with {names} select coalesce(jsonb_agg(jsonb_build_array(class, oid, sub)), '[]') into starts from ({start}) s;
  -- What the script drops if it exists is not brought back.
  select coalesce(jsonb_agg(jsonb_build_array(class, oid)), '[]') into dropped from (
    select 'pg_class'::regclass::oid as class, to_regclass(d->>1)::oid as oid
    from jsonb_array_elements({dropped}::jsonb) d where d->>0 = 'relation'
    union all
    select 'pg_proc'::regclass, case when d->>1 like '%)' then to_regprocedure(d->>1)::oid else to_regproc(d->>1)::oid end
    from jsonb_array_elements({dropped}::jsonb) d where d->>0 = 'routine'
    union all
    select 'pg_policy'::regclass, oid from jsonb_array_elements({dropped}::jsonb) d
    join pg_policy on d->>0 = 'policy' and polname = d->>1 and polrelid = to_regclass(d->>2)
    union all
    select 'pg_trigger'::regclass, oid from jsonb_array_elements({dropped}::jsonb) d
    join pg_trigger on d->>0 = 'trigger' and tgname = d->>1 and tgrelid = to_regclass(d->>2)
    union all
    select 'pg_rewrite'::regclass, oid from jsonb_array_elements({dropped}::jsonb) d
    join pg_rewrite on d->>0 = 'rule' and rulename = d->>1 and ev_class = to_regclass(d->>2)
  ) d where oid is not null;
  -- From here on every name is written whole. The queries are read once, so compiling them is not worth it.
  perform set_config('search_path', 'pg_catalog, pg_temp', true), set_config('jit', 'off', true);
  with recursive start (class, oid, sub) as (
    select (s->>0)::oid, (s->>1)::oid, (s->>2)::integer from jsonb_array_elements(starts) s
  ), {standing}, {items}, {dressed}
  select coalesce(jsonb_agg(jsonb_build_object(
    'kind', kind, 'what', what, 'name', name, 'inside', inside, 'text', text,
    'owner', owner::regrole, 'is_usual', is_usual,
    'is_dropped', dropped @> jsonb_build_array(jsonb_build_array(class, oid)),
    'parts', (select jsonb_agg(says order by turn, number) from part p where (p.class, p.oid) = (item.class, item.oid)),
    'said', (select jsonb_agg(jsonb_build_array(is_remark, inside, says) order by is_remark, number) from (
      select class, oid, true as is_remark, number, inside, says from remark
      union all
      select class, oid, false, number, inside, says from given) s where (s.class, s.oid) = (item.class, item.oid))
  ) order by level, oid), '[]') into kept from item;
  for item in select i from jsonb_array_elements(kept) with ordinality e (i, at) order by at desc loop
    if item->>'text' is null then
      raise exception using message = format('%s stands on it, and cannot be recreated', item->>'what'),
        errcode = '40001', constraint = 'hunter:recreate';
    end if;
    execute 'drop ' || (item->>'what');
  end loop;
  perform set_config('hunter.recreate', jsonb_build_object('role', current_setting('role'), 'items', kept)::text, true),
    set_config('search_path', path, true), set_config('jit', jit, true);
exception when others then
  if item is null or sqlstate in ('55P03', '57014', '40P01', '40001') then raise; end if;
  raise exception using message = format('%s cannot be taken away: %s', item->>'what', sqlerrm),
    errcode = '40001', constraint = 'hunter:recreate';
end $hunter$
