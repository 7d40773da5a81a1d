-- Row security policies.
select json_build_object('kind', 'policy', 'name', r.name || '.' || quote_ident(p.polname),
    'facts', json_strip_nulls(json_build_object(
    'command', case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' end,
    'restrictive', case when not p.polpermissive then 'true' end,
    'roles', case when p.polroles <> '{0}' then (select string_agg(quote_ident(pg_get_userbyid(o)), ', '
        order by pg_get_userbyid(o)) from unnest(p.polroles) o) end,
    'using', pg_get_expr(p.polqual, p.polrelid),
    'with_check', pg_get_expr(p.polwithcheck, p.polrelid),
    'comment', d.description)))::text
from relation r
join pg_policy p on p.polrelid = r.oid
left join remark d on d.classoid = 'pg_catalog.pg_policy'::regclass and d.objoid = p.oid
