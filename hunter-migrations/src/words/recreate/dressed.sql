part (class, oid, turn, number, says) as (
  select item.class, item.oid, 1, attnum::bigint,
    format('alter %s alter column %I set default %s', what, attname, pg_get_expr(adbin, adrelid))
  from item join pg_attrdef on adrelid = item.oid join pg_attribute on attrelid = adrelid and attnum = adnum
  where kind = 'relation'
  union all
  -- What the server was told of a materialized view's columns and of the columns of its indexes.
  select item.class, item.oid, turn, attnum, format('alter %s alter column %I %s', what, attname, says)
  from item join pg_attribute a on attrelid = item.oid and attnum > 0 and not attisdropped
  join pg_class m on m.oid = attrelid and m.relkind = 'm'
  join pg_type t on t.oid = atttypid
  cross join lateral (values
    (1, 'set statistics ' || nullif(attstattarget, -1)),
    (1, case when attstorage <> typstorage then 'set storage ' || case attstorage
      when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end end),
    (1, 'set compression ' || case to_jsonb(a)->>'attcompression' when 'p' then 'pglz' when 'l' then 'lz4' end),
    (1, 'set (' || array_to_string(attoptions, ', ') || ')')) v (turn, says)
  where kind = 'relation' and says is not null
  union all
  select item.class, item.oid, 3, x.oid, format('alter index %s alter column %s set statistics %s', x.oid::regclass, attnum, attstattarget)
  from item join pg_index on indrelid = item.oid join pg_class x on x.oid = indexrelid
  join pg_attribute on attrelid = x.oid and attstattarget <> -1
  where kind = 'relation'
  union all
  select item.class, item.oid, turn, x.oid, says
  from item join pg_index i on indrelid = item.oid join pg_class x on x.oid = indexrelid
  cross join lateral (values
    (2, pg_get_indexdef(x.oid)),
    (3, (select format('alter index %s set tablespace %I', x.oid::regclass, spcname) from pg_tablespace s where s.oid = x.reltablespace)),
    (4, format('comment on index %s is ', x.oid::regclass) || quote_literal(obj_description(x.oid, 'pg_class'))),
    (5, case when indisclustered then format('alter %s cluster on %I', what, x.relname) end)) v (turn, says)
  where kind = 'relation' and says is not null
  union all
  select item.class, item.oid, turn, s.oid, says
  from item join pg_statistic_ext s on stxrelid = item.oid join pg_namespace n on n.oid = stxnamespace
  cross join lateral (values
    (6, pg_get_statisticsobjdef(s.oid)),
    (7, format('comment on statistics %I.%I is ', nspname, stxname) || quote_literal(obj_description(s.oid, 'pg_statistic_ext'))),
    (7, format('alter statistics %I.%I set statistics ', nspname, stxname) || nullif(to_jsonb(s)->>'stxstattarget', '-1')),
    (8, case when pg_get_userbyid(stxowner) <> current_user then format('alter statistics %I.%I owner to %s', nspname, stxname, stxowner::regrole) end)
  ) v (turn, says)
  where kind = 'relation' and says is not null
  union all
  select item.class, item.oid, 1, 0, format('alter table %s %s %s %I', inside, enabled, kind, name)
  from item left join pg_trigger t on kind = 'trigger' and t.oid = item.oid
  left join pg_rewrite r on kind = 'rule' and r.oid = item.oid
  cross join lateral (select case coalesce(tgenabled, ev_enabled)
    when 'D' then 'disable' when 'R' then 'enable replica' when 'A' then 'enable always' end as enabled) e
  where enabled is not null
), remark (class, oid, number, inside, says) as (
  select item.class, item.oid, objsubid, attname,
    format('comment on %s is %L', coalesce('column ' || name || '.' || quote_ident(attname), what), description)
  from item join pg_description d on classoid = item.class and objoid = item.oid
  left join pg_attribute on objsubid > 0 and attrelid = objoid and attnum = objsubid
), given (class, oid, number, inside, says) as (
  select class, oid, number, attname, format('grant %s on %s %s to %s%s', privileges,
    case kind when 'relation' then 'table' else 'routine' end, name,
    case grantee when 0 then 'public' else grantee::regrole::text end, case when is_grantable then ' with grant option' end)
  from (
    select class, item.oid, kind, name, null as attname, min(n) as number, grantee, is_grantable,
      string_agg(privilege_type, ', ') as privileges
    from item cross join lateral aclexplode(acl) with ordinality a (grantor, grantee, privilege_type, is_grantable, n)
    group by class, item.oid, kind, name, grantee, is_grantable
    union all
    select class, item.oid, kind, name, attname, attnum * 1000 + min(n), grantee, is_grantable,
      string_agg(format('%s (%I)', privilege_type, attname), ', ')
    from item join pg_attribute on attrelid = item.oid and not attisdropped
    cross join lateral aclexplode(attacl) with ordinality a (grantor, grantee, privilege_type, is_grantable, n)
    where kind = 'relation' group by class, item.oid, kind, name, attname, attnum, grantee, is_grantable
  ) granted
)
