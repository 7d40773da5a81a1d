-- Row security policies. A condition with a query in it is a text like a view's, which versions write differently.
select json_build_object('kind', 'policy', 'name', r.name || '.' || quote_ident(p.polname),
    'facts', json_build_object(
    'command', case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' end,
    'restrictive', case when not p.polpermissive then 'true' end,
    'roles', case when p.polroles <> '{0}' then (select string_agg(quote_ident(pg_get_userbyid(o)), ', '
        order by pg_get_userbyid(o)) from unnest(p.polroles) o) end,
    'using', case when c."using" !~ 'SELECT' then c."using" end,
    'with_check', case when c.with_check !~ 'SELECT' then c.with_check end,
    'comment', d.description),
    'bodies', json_build_object(
    'using', case when c."using" ~ 'SELECT' then c."using" end,
    'with_check', case when c.with_check ~ 'SELECT' then c.with_check end))::text
from relation r
join pg_policy p on p.polrelid = r.oid
cross join lateral (select pg_get_expr(p.polqual, p.polrelid) as "using",
    pg_get_expr(p.polwithcheck, p.polrelid) as with_check) c
left join pg_description d on d.classoid = 'pg_catalog.pg_policy'::regclass and d.objoid = p.oid
