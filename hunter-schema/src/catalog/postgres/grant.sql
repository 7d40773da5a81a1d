-- What roles may do that an object just created does not let them, and what everybody may do with such an object and not
-- with this one. An owner's rights are the owner's. Version 17 added a privilege on tables, so all of them is a word.
select json_build_object('kind', 'grant', 'name', g.name || ' to ' || g.role, 'facts', json_build_object(
    'privileges', case when g.kind = 'r' and g.count = (select count(*) from aclexplode(acldefault('r', g.owner)))
        then 'ALL' else g.privileges end,
    'grantable', case when g.grantable = g.privileges then 'true' else g.grantable end,
    'revoked', g.revoked))::text
from (
    select e.kind, e.name, e.owner, case e.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(e.grantee)) end as role,
        count(*) filter (where e.given and not e.usual) as count,
        string_agg(e.privilege_type, ', ' order by e.privilege_type) filter (where e.given and not e.usual) as privileges,
        string_agg(e.privilege_type, ', ' order by e.privilege_type) filter (where e.grantable) as grantable,
        string_agg(e.privilege_type, ', ' order by e.privilege_type) filter (where e.usual and not e.given) as revoked
    from (
        select o.kind, o.name, o.owner, a.grantee, a.privilege_type, bool_or(a.is_grantable) as grantable,
            bool_or(a.given) as given, bool_or(not a.given) as usual
        from (
            select 'r'::"char" as kind, name, relowner as owner, relacl as acl from relation where relacl is not null
            union all select 's', name, relowner, relacl from sequence where relacl is not null
            union all select 'c', r.name || '.' || quote_ident(a.attname), r.relowner, a.attacl
                from relation r join pg_attribute a on a.attrelid = r.oid
                where a.attacl is not null and a.attnum > 0 and not a.attisdropped
            union all select 'n', quote_ident(nspname), nspowner, nspacl from space where nspacl is not null
            union all select 'f', s.prefix || quote_ident(p.proname) || '(' || oidvectortypes(p.proargtypes) || ')',
                p.proowner, p.proacl from pg_proc p join space s on s.oid = p.pronamespace
                where p.proacl is not null and not exists (select from member x
                where x.classid = 'pg_catalog.pg_proc'::regclass and x.objid = p.oid)
            union all select 'T', s.prefix || quote_ident(t.typname), t.typowner, t.typacl
                from pg_type t join space s on s.oid = t.typnamespace
                where t.typacl is not null and not exists (select from member x
                where x.classid = 'pg_catalog.pg_type'::regclass and x.objid = t.oid)
        ) o
        cross join lateral (
            select grantee, privilege_type, is_grantable, true as given from aclexplode(o.acl)
            union all select grantee, privilege_type, false, false from aclexplode(acldefault(o.kind, o.owner))
            union all select 0, 'USAGE', false, false where o.kind = 'n' and o.name = 'public'
        ) a
        where a.grantee <> o.owner
        group by o.kind, o.name, o.owner, a.grantee, a.privilege_type
    ) e
    where not (e.given and e.usual)
    group by e.kind, e.name, e.owner, e.grantee
) g
