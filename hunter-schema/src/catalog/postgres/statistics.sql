-- Extended statistics.
select json_build_object('kind', 'statistics', 'name', r.name || '.' || quote_ident(x.stxname),
    'facts', json_build_object(
    'definition', pg_get_statisticsobjdef(x.oid),
    'target', nullif(x.stxstattarget, -1)::text,
    'comment', d.description))::text
from relation r
join pg_statistic_ext x on x.stxrelid = r.oid
left join pg_description d on d.classoid = 'pg_catalog.pg_statistic_ext'::regclass and d.objoid = x.oid
