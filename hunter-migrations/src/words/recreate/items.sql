item as (
  select level, class, node.oid, 'relation' as kind, format('%s %I.%I', word, nspname, relname) as what,
    format('%I.%I', nspname, relname) as name, null as inside, null::oid as home,
    format('create %s %I.%I%s%s%s as %s%s', word, nspname, relname,
      (select format(' using %I', amname) from pg_am where pg_am.oid = relam),
      ' with (' || array_to_string(reloptions || (
        select array_agg('toast.' || o) from pg_class t cross join unnest(t.reloptions) o where t.oid = c.reltoastrelid), ', ') || ')',
      (select format(' tablespace %I', spcname) from pg_tablespace s where s.oid = reltablespace),
      rtrim(pg_get_viewdef(c.oid), ';'), case when not relispopulated then ' with no data' end) as text,
    relowner as owner, relacl is null as is_usual, coalesce(relacl, acldefault('r', relowner)) as acl
  from node join pg_class c on class = 'pg_class'::regclass and c.oid = node.oid
  join pg_namespace s on s.oid = relnamespace
  cross join lateral (select case relkind when 'm' then 'materialized view' else 'view' end as word) w
  union all
  select level, class, node.oid, 'routine',
    format('%s %s', case prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end, node.oid::regprocedure),
    node.oid::regprocedure::text, null, null, case when prokind <> 'a' then pg_get_functiondef(node.oid) end,
    proowner, proacl is null, coalesce(proacl, acldefault('f', proowner))
  from node join pg_proc p on class = 'pg_proc'::regclass and p.oid = node.oid
  union all
  select level, class, node.oid, 'policy', format('policy %I on %s', polname, polrelid::regclass), polname, polrelid::regclass::text, polrelid,
    format('create policy %I on %s as %s for %s to %s%s%s', polname, polrelid::regclass,
      case when polpermissive then 'permissive' else 'restrictive' end,
      case polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
      (select string_agg(case role when 0 then 'public' else role::regrole::text end, ', ') from unnest(polroles) role),
      ' using (' || pg_get_expr(polqual, polrelid) || ')', ' with check (' || pg_get_expr(polwithcheck, polrelid) || ')'),
    null, true, null
  from node join pg_policy p on class = 'pg_policy'::regclass and p.oid = node.oid
  union all
  select level, class, node.oid, 'trigger', format('trigger %I on %s', tgname, tgrelid::regclass), tgname, tgrelid::regclass::text, tgrelid,
    pg_get_triggerdef(node.oid), null, true, null
  from node join pg_trigger t on class = 'pg_trigger'::regclass and t.oid = node.oid
  union all
  select level, class, node.oid, 'rule', format('rule %I on %s', rulename, ev_class::regclass), rulename, ev_class::regclass::text, ev_class,
    pg_get_ruledef(node.oid), null, true, null
  from node join pg_rewrite r on class = 'pg_rewrite'::regclass and r.oid = node.oid
)
