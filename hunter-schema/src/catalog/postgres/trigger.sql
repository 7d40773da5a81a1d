-- Triggers that were written for this relation: not those behind foreign keys, nor a partition's copies of its parent's.
select json_build_object('kind', 'trigger', 'name', r.name || '.' || quote_ident(t.tgname),
    'facts', json_build_object(
    'definition', pg_get_triggerdef(t.oid),
    'enabled', case t.tgenabled when 'D' then 'never' when 'R' then 'on a replica' when 'A' then 'always' end,
    'comment', d.description))::text
from relation r
join pg_trigger t on t.tgrelid = r.oid and not t.tgisinternal and t.tgparentid = 0
left join pg_description d on d.classoid = 'pg_catalog.pg_trigger'::regclass and d.objoid = t.oid
