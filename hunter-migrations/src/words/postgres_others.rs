//! PostgreSQL's side of other sessions: who is in the way, and how a statement is ended.
//!
//! What a session does is hidden from roles that may not look; that it is there, and what it has locked, is not.

use hunter_chain::Dialect;
use hunter_sql::Name;

use super::OthersWords;
use super::postgres_index::regclass;
use crate::ledger::LedgerName;

pub(super) const WORDS: OthersWords = OthersWords {
    cancel: |pid| format!("select pg_cancel_backend({pid})::text as j"),
    at_work,
    in_the_way_of: |pid| {
        format!("{HOLDER} from pg_stat_activity a where a.pid = any (pg_blocking_pids({pid})) {OLDEST}")
    },
    using,
    before_a_build,
    me: "select pg_backend_pid()::text as j",
    end_idle_holder: |key, pid| {
        format!(
            "select (a.state = 'idle' and pg_terminate_backend(a.pid))::text as j from pg_stat_activity a \
             join pg_locks l on l.pid = a.pid where a.pid = {pid} and a.pid <> pg_backend_pid() and {}",
            super::postgres::lock(key)
        )
    },
};

const HOLDER: &str = "select json_build_object('pid', a.pid, 'application', a.application_name, 'user', a.usename, \
     'host', host(a.client_addr), 'state', case when a.state like 'idle in transaction%' then 'idle in a transaction' \
     else 'in a transaction' end, 'seconds', extract(epoch from clock_timestamp() - a.xact_start)::bigint)::text as j";

/// The one that has been there longest is the one to look at.
const OLDEST: &str = "order by a.xact_start, a.pid limit 5";

/// Locks on tables of these names, and on those that a foreign key or inheritance ties to them.
fn using(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| Dialect::Postgres.quote_literal(name)).collect();
    format!(
        "with named as (select oid from pg_class where relname = any (array[{}]::name[])), \
         tied as (select oid from named \
         union select confrelid from pg_constraint where contype = 'f' and conrelid in (table named) \
         union select conrelid from pg_constraint where contype = 'f' and confrelid in (table named) \
         union select inhparent from pg_inherits where inhrelid in (table named) \
         union select inhrelid from pg_inherits where inhparent in (table named)) \
         {HOLDER} from pg_stat_activity a where a.pid <> pg_backend_pid() and exists (select from pg_locks l \
         where l.pid = a.pid and l.granted and l.database = (select oid from pg_database where datname = current_database()) \
         and l.relation in (table tied)) {OLDEST}",
        names.join(", ")
    )
}

/// The index that is built, or else the largest table that is locked. Sizes are the catalog's, because counting would open the
/// table; a build that reads it has counted.
fn at_work(pid: i64, ledger: &LedgerName) -> String {
    let ledger = Dialect::Postgres.quote_literal(&ledger.table);
    format!(
        "with build as (select c.oid, p.phase, case when p.phase like 'waiting%' then 'sessions' \
         when p.phase like '%tuples%' then 'rows' else 'blocks' end as unit, p.lockers_done, p.lockers_total, \
         p.tuples_done, p.tuples_total, p.blocks_done, p.blocks_total \
         from pg_stat_progress_create_index p join pg_class c on c.oid = p.relid where p.pid = {pid}), \
         held as (select c.oid from pg_locks l join pg_class c on c.oid = l.relation where l.pid = {pid} and l.granted \
         and l.mode not in ('AccessShareLock', 'RowShareLock') and c.relkind in ('r', 'm') and c.relname <> {ledger} \
         and c.relnamespace <> 'pg_catalog'::regnamespace order by c.relpages desc, c.oid limit 1) \
         select json_build_object('table', c.oid::regclass::text, 'bytes', greatest(c.relpages, \
         case when b.phase = 'building index: scanning table' then b.blocks_total else 0 end)::bigint \
         * current_setting('block_size')::bigint, 'phase', b.phase, 'unit', b.unit, \
         'done', case b.unit when 'sessions' then b.lockers_done when 'rows' then b.tuples_done else b.blocks_done end, \
         'total', case b.unit when 'sessions' then b.lockers_total when 'rows' then b.tuples_total else b.blocks_total end)::text as j \
         from (select coalesce((select oid from build limit 1), (select oid from held)) as oid) as at \
         join pg_class c on c.oid = at.oid left join build b on true limit 1"
    )
}

/// What a concurrent build waits for: writers and lockers of its table, and snapshots in its database, that were there before it.
fn before_a_build(table: &Name) -> String {
    let table = regclass(table);
    format!(
        "{HOLDER} from pg_stat_activity a where a.pid <> pg_backend_pid() and a.datname = current_database() \
         and a.backend_type = 'client backend' and (a.backend_xmin is not null or exists (select from pg_locks l \
         where l.pid = a.pid and l.granted and l.relation = {table} and l.mode not in \
         ('AccessShareLock', 'RowShareLock'))) {OLDEST}"
    )
}
