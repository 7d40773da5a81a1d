reach (class, oid, sub, below_class, below) as (
  select class, oid, sub, null::oid, null::oid from start
  union
  select node.class, node.oid, 0, reach.class, reach.oid
  from reach
  cross join lateral (
    select d.classid, d.objid, d.deptype from pg_depend d
    where d.refclassid = reach.class and d.refobjid = reach.oid and (sub = 0 or d.refobjsubid = sub)
    union all
    select d.classid, d.objid, d.deptype from pg_class c join pg_type t on t.oid = c.reltype
    join pg_depend d on d.refclassid = 'pg_type'::regclass and d.refobjid in (t.oid, t.typarray)
    where reach.class = 'pg_class'::regclass and sub = 0 and c.oid = reach.oid
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
  where (node.class, node.oid) <> (reach.class, reach.oid)
    -- What is a table's own stays with it; what is a view's own goes when the view does.
    and (d.deptype = 'n' or reach.class = 'pg_class'::regclass and exists (
      select from pg_class c where c.oid = reach.oid and c.relkind in ('v', 'm')))
), rise (class, oid, level) as (
  select class, oid, 0 from start
  union
  -- Of each only its heights are gone over, not the ways to it, of which a few hundred views have very many.
  select reach.class, reach.oid, level + 1 from rise
  join reach on (below_class, below) = (rise.class, rise.oid)
  -- Functions may stand on each other.
  where level <= (select count(distinct (class, oid)) from reach)
), node (class, oid, level) as (
  select class, rise.oid, max(level) from rise
  left join pg_class c on class = 'pg_class'::regclass and c.oid = rise.oid
  where relkind is null or relkind in ('v', 'm') group by class, rise.oid
)
