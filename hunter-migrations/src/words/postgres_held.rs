//! PostgreSQL's side of what a statement locks: `pg_locks` of this session, and the file of each table.

use super::HeldWords;

pub(super) const WORDS: HeldWords = HeldWords { remember: REMEMBER, ask: ASK };

/// A table that is written anew has another file afterwards.
const REMEMBER: &str = "do $hunter$ begin perform set_config('hunter.held', (select coalesce(json_agg(json_build_object(\
     'oid', c.oid, 'name', c.oid::regclass, 'file', pg_relation_filenode(c.oid))), '[]')::text from pg_class c \
     join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm', 'f') \
     and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'), true); end $hunter$";

const ASK: &str = "select json_build_object('table', r.name, 'mode', l.mode, 'rewritten', \
     coalesce(pg_relation_filenode(r.oid) <> r.file, false))::text as j \
     from json_to_recordset(current_setting('hunter.held')::json) r (oid oid, name text, file oid) \
     join pg_locks l on l.locktype = 'relation' and l.relation = r.oid and l.pid = pg_backend_pid() and l.granted \
     and l.database = (select d.oid from pg_database d where d.datname = current_database()) order by r.name";
