-- Rewrite rules that are not a view's query.
select json_build_object('kind', 'rule', 'name', r.name || '.' || quote_ident(w.rulename),
    'facts', json_build_object(
    'event', case w.ev_type when '1' then 'select' when '2' then 'update' when '3' then 'insert' else 'delete' end,
    'instead', case when w.is_instead then 'true' end,
    'enabled', case w.ev_enabled when 'D' then 'never' when 'R' then 'on a replica' when 'A' then 'always' end,
    'comment', d.description),
    'bodies', json_build_object('definition', pg_get_ruledef(w.oid)))::text
from relation r
join pg_rewrite w on w.ev_class = r.oid and w.rulename <> '_RETURN'
left join pg_description d on d.classoid = 'pg_catalog.pg_rewrite'::regclass and d.objoid = w.oid
