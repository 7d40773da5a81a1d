-- Sequences that no identity column owns; those are facts of their columns.
select json_build_object('kind', 'sequence', 'name', q.name, 'facts', json_build_object(
    'type', q.type, 'start', q.start, 'increment', q.increment, 'min', q.min, 'max', q.max, 'cache', q.cache,
    'cycle', q.cycle, 'unlogged', case when q.relpersistence = 'u' then 'true' end,
    'owner', r.name || '.' || quote_ident(a.attname), 'comment', d.description))::text
from sequence q
left join relation r on r.oid = q.owner
left join pg_attribute a on a.attrelid = q.owner and a.attnum = q.owner_column
left join pg_description d on d.classoid = 'pg_catalog.pg_class'::regclass and d.objoid = q.oid and d.objsubid = 0
where q.is_identity is not true
