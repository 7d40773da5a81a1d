//! PostgreSQL's side of what a role may do.

use hunter_chain::Dialect;
use serde_json::json;

use super::Need;

/// For each need that the current role lacks, a row: its place in the list, the role, and the owner it would have to be.
/// The catalog is joined by name and nothing is cast to a name's type: that would fail where a schema may not be used.
/// What is not there is nobody's. Objects are asked for only where names mean the schema in which they were proved.
pub(super) fn missing(needs: &[Need]) -> String {
    let rows: Vec<_> = needs
        .iter()
        .enumerate()
        .map(|(at, need)| {
            let (what, name) = match need {
                Need::MakeSchema(name) => ("schema", name),
                Need::MakeIn(name) => ("in", name),
                Need::Own(name) => ("own", name),
                Need::Drop(name) => ("drop", name),
                Need::MakeLedgerIn(name) => ("ledger in", name),
                Need::Write { table, right } => return json!({ "at": at, "what": right, "name": table }),
            };
            json!({ "at": at, "what": what, "name": name })
        })
        .collect();
    let rows = Dialect::Postgres.quote_literal(&json!(rows).to_string());
    QUERY.replace("$needs", &rows)
}

const QUERY: &str = "with need as (select * from json_to_recordset($needs) n(at int, what text, name text) \
     where what in ('insert', 'update', 'ledger in') or current_schema() = 'public'), \
     space as (select oid, nspowner as owner, quote_ident(nspname) as name from pg_namespace), \
     relation as (select c.oid, c.relowner as owner, s.owner as place, s.name || '.' || quote_ident(c.relname) as name, \
     c.relispartition from pg_class c join space s on s.oid = c.relnamespace where c.relkind in ('r', 'p', 'f', 'v', 'm', 'S')), \
     owned as (select owner, place, name from relation where not relispartition \
     union all select t.typowner, s.owner, s.name || '.' || quote_ident(t.typname) \
     from pg_type t join space s on s.oid = t.typnamespace where t.typtype in ('e', 'd', 'r') \
     or t.typtype = 'c' and exists (select from pg_class c where c.oid = t.typrelid and c.relkind = 'c') \
     union all select p.proowner, s.owner, s.name || '.' || quote_ident(p.proname) || '(' || oidvectortypes(p.proargtypes) || ')' \
     from pg_proc p join space s on s.oid = p.pronamespace \
     union all select owner, owner, name from space), \
     lacks as (select n.at, null::oid as owner from need n where n.what = 'schema' \
     and not has_database_privilege(current_database(), 'CREATE') and not exists (select from space s where s.name = n.name) \
     union all select n.at, null from need n join space s on s.name = n.name where n.what in ('in', 'ledger in') \
     and not has_schema_privilege(s.oid, 'CREATE') \
     union all select n.at, null from need n join relation r on r.name = n.name where n.what in ('insert', 'update') \
     and not has_any_column_privilege(r.oid, n.what) \
     union all select n.at, o.owner from need n join owned o on o.name = n.name where n.what in ('own', 'drop') \
     and not pg_has_role(o.owner, 'USAGE') and not (n.what = 'drop' and pg_has_role(o.place, 'USAGE'))) \
     select json_build_object('at', at, 'role', quote_ident(current_user), \
     'owner', (select quote_ident(rolname) from pg_roles r where r.oid = lacks.owner), \
     'database', quote_ident(current_database()))::text as j from lacks order by at";
