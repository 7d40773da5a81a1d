-- Functions, procedures and aggregates. What an author wrote is a fact; a body in the SQL standard's form is kept by the
-- server as its own tree, and is a body here.
select json_build_object('kind', 'function', 'name',
    s.prefix || quote_ident(p.proname) || '(' || oidvectortypes(p.proargtypes) || ')',
    'facts', json_build_object(
    'form', case p.prokind when 'p' then 'procedure' when 'a' then 'aggregate' when 'w' then 'window' end,
    'arguments', nullif(pg_get_function_arguments(p.oid), ''),
    'returns', pg_get_function_result(p.oid),
    'language', case when p.prokind <> 'a' then l.lanname end,
    'volatility', case p.provolatile when 'i' then 'immutable' when 's' then 'stable' end,
    'strict', case when p.proisstrict then 'true' end,
    'security_definer', case when p.prosecdef then 'true' end,
    'leakproof', case when p.proleakproof then 'true' end,
    'parallel', case p.proparallel when 's' then 'safe' when 'r' then 'restricted' end,
    'cost', nullif(p.procost, case when l.lanname in ('c', 'internal') then 1 else 100 end)::text,
    'rows', nullif(p.prorows, case when p.proretset then 1000 else 0 end)::text,
    'support', nullif(p.prosupport, 0)::regproc::text,
    'settings', (select string_agg(o, ', ' order by o collate "C") from unnest(p.proconfig) o),
    'source', case when p.prosqlbody is null and p.prokind <> 'a' then p.prosrc end,
    'library', p.probin,
    'state_function', nullif(g.aggtransfn, 0)::regproc::text,
    'state_type', case when g.aggtransfn <> 0 then format_type(g.aggtranstype, null) end,
    'initial_state', g.agginitval,
    'final_function', nullif(g.aggfinalfn, 0)::regproc::text,
    'combine_function', nullif(g.aggcombinefn, 0)::regproc::text,
    'moving_state_function', nullif(g.aggmtransfn, 0)::regproc::text,
    'sort_operator', nullif(g.aggsortop, 0)::regoper::text,
    'comment', d.description),
    'bodies', json_build_object('source', pg_get_function_sqlbody(p.oid)))::text
from pg_proc p
join space s on s.oid = p.pronamespace
join pg_language l on l.oid = p.prolang
left join pg_aggregate g on g.aggfnoid = p.oid
left join pg_description d on d.classoid = 'pg_catalog.pg_proc'::regclass and d.objoid = p.oid
where not exists (select from pg_depend e
    where e.classid = 'pg_catalog.pg_proc'::regclass and e.objid = p.oid and e.deptype in ('e', 'i'))
