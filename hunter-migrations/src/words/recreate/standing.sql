above (class, oid, sub, level) as (
  select class, oid, sub, 0 from start
  union
  select node.class, node.oid, 0, level + 1
  from above
  cross join lateral (
    select d.classid, d.objid, d.deptype from pg_depend d
    where d.refclassid = above.class and d.refobjid = above.oid and (sub = 0 or d.refobjsubid = sub)
    union all
    select d.classid, d.objid, d.deptype from pg_type t
    join pg_depend d on d.refclassid = 'pg_type'::regclass and d.refobjid in (t.oid, t.typarray)
    where above.class = 'pg_class'::regclass and sub = 0 and t.typrelid = above.oid
  ) d
  cross join lateral (
    select d.classid, d.objid where d.classid in ('pg_proc'::regclass, 'pg_policy'::regclass)
    union all
    select d.classid, t.oid from pg_trigger t
    where d.classid = 'pg_trigger'::regclass and t.oid = d.objid and not tgisinternal
      and coalesce(to_jsonb(t)->>'tgparentid', '0') = '0'
    union all
    select case when rulename = '_RETURN' then 'pg_class'::regclass::oid else d.classid end,
      case when rulename = '_RETURN' then ev_class else r.oid end
    from pg_rewrite r where d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
  ) node (class, oid)
  where (node.class, node.oid) <> (above.class, above.oid) and level < 1000
    -- What is a table's own stays with it; what is a view's own goes when the view does.
    and (d.deptype = 'n' or above.class = 'pg_class'::regclass and exists (
      select from pg_class c where c.oid = above.oid and c.relkind in ('v', 'm')))
), node (class, oid, level) as (
  select class, above.oid, max(level) from above
  left join pg_class c on class = 'pg_class'::regclass and c.oid = above.oid
  where relkind is null or relkind in ('v', 'm') group by class, above.oid
)
