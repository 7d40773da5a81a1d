//! PostgreSQL's facts and spellings. Measured on 15 and later.

use hunter_chain::Dialect;
use hunter_schema::catalog::postgres as catalog;

use super::{
    CalmWords, CatalogWords, Facts, GuardWords, PatienceWords, Words, postgres_held, postgres_index,
    postgres_loss, postgres_others, postgres_rights,
};
use crate::ledger::LedgerName;
use crate::runner::{Written, raise_unless};

pub(crate) static POSTGRES: Words = Words {
    dialect: Dialect::Postgres,
    facts: Facts { one_message: true, foreign_keys_are_a_switch: false },
    timestamp: "timestamptz",
    now: "clock_timestamp()",
    elapsed_ms: |since| format!("(extract(epoch from clock_timestamp() - {since}) * 1000)::bigint"),
    json_object: ("json_build_object", "::text"),
    who: "session_user::text",
    look,
    relations,
    resolve,
    loss: Some(postgres_loss::WORDS),
    recreate: Some(super::postgres_recreate::WORDS),
    held: Some(postgres_held::WORDS),
    guard: Some(GuardWords {
        take: |key| {
            format!("select case when pg_try_advisory_lock({key}) then pg_backend_pid() end::text as j")
        },
        release: |key| format!("select pg_advisory_unlock({key})::text as j"),
        holder,
        is_ours,
        settings: SETTINGS,
        settings_of_start: SETTINGS_OF_START,
    }),
    others: Some(postgres_others::WORDS),
    patience: PatienceWords {
        for_a_look: false,
        now: "select current_setting('lock_timeout') as j",
        set: |milliseconds| format!("SET lock_timeout = '{milliseconds}'"),
        // A policy would hide rows from the count; without it the server says so instead.
        see: ("; SET row_security = off", "; RESET row_security"),
    },
    server_address: Some("select pg_catalog.host(pg_catalog.inet_server_addr()) as j"),
    itself: "select json_build_object('version', current_setting('server_version'), \
         'major', current_setting('server_version_num')::integer / 10000, 'encoding', getdatabaseencoding(), \
         'read_only', case when pg_is_in_recovery() then 'it is a standby' \
         when current_setting('transaction_read_only')::boolean then 'its transactions are read-only' end, \
         'day_ago', to_char(now() at time zone 'utc' - interval '1 day', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'))::text as j",
    missing_rights: Some(postgres_rights::missing),
    begin: "BEGIN",
    for_later: &["\\set ON_ERROR_STOP on", "\\set AUTOCOMMIT on", "\\encoding UTF8", "SET TIME ZONE 'UTC';"],
    assert: |condition, text| raise_unless(condition, "place", text),
    alone: Some(|timeout, name| {
        format!(
            "SET lock_timeout = 0; SET statement_timeout = {timeout}; SET application_name = {}",
            Dialect::Postgres.quote_literal(name)
        )
    }),
    // Not every version has it, and not every platform can.
    notices_loss: Some(|of_transaction| {
        format!(
            "do $hunter$ begin perform set_config('client_connection_check_interval', '2s', {of_transaction}); \
             exception when others then null; end $hunter$"
        )
    }),
    index: Some(postgres_index::WORDS),
    a_row_of: |query| {
        format!("select 'the row ' || to_json(found)::text as j from ({query}\n) as found limit 1")
    },
    catalog: Some(CatalogWords {
        version: "select (current_setting('server_version_num')::integer / 10000)::text as j",
        schemas_of_every_database: &["public"],
        current_schema: Some("select current_schema()::text as j"),
        // Just-in-time compilation takes longer than the query. Names are found under a path before the query can set one.
        calm: Some(CalmWords {
            set: "select json_build_array(current_setting('jit'), current_setting('search_path'), \
             set_config('jit', 'off', false), set_config('search_path', 'pg_catalog, pg_temp', false))::text as j",
            back: |was| {
                let was = Dialect::Postgres.quote_literal(was);
                format!(
                    "select set_config('jit', {was}::json ->> 0, false) || \
                     set_config('search_path', {was}::json ->> 1, false) as j"
                )
            },
        }),
        queries: |schemas, ledger| {
            vec![catalog::query(schemas, ledger.schema.as_deref().unwrap_or_default(), &ledger.table)]
        },
        complete: None,
    }),
};

/// One trip, no error in the server's log where the ledger is absent, no right needed but to read it. A query cannot name a
/// table that may not exist, so the last row goes through `ts_stat`: it runs a query given as text, on every build of the
/// server, and gives back the words of what that finds, here one word. A word has at most 2046 bytes.
fn look(name: &LedgerName) -> String {
    let quote = |text: &str| Dialect::Postgres.quote_literal(text);
    let schema = name.schema.as_deref().map_or("null".to_owned(), quote);
    let table = quote(&name.table);
    let last = "select array_to_tsvector(array[json_build_object(''seq'', seq, ''digest'', left(applied_digest, 200))::text]) \
                from %I.%I order by seq desc limit 1";
    format!(
        "select json_build_object('database', current_database(), 'session', pg_backend_pid(), 'schema', s.name, 'ledger', l.id is not null, \
         'elsewhere', (select string_agg(quote_ident(n.nspname), ', ') from pg_class c join pg_namespace n \
         on n.oid = c.relnamespace where c.relname = {table} and c.relkind = 'r' and n.nspname <> s.name), \
         'last', case when l.id is not null then (select w.word::json from ts_stat(format('{last}', s.name, {table})) w) end\
         )::text as j \
         from (select coalesce({schema}, current_schema(), 'public') as name) s, \
         lateral (select to_regclass(format('%I.%I', s.name, {table})) as id) l"
    )
}

/// Extensions bring their own tables; those do not make a database somebody's. Other schemas may be other tenants'.
fn relations(name: &LedgerName) -> String {
    let quote = |text: &str| Dialect::Postgres.quote_literal(text);
    format!(
        "select c.oid::regclass::text as j from pg_class c join pg_namespace n on n.oid = c.relnamespace \
         where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname = {} and c.relname <> {} \
         and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e') \
         order by 1",
        quote(name.schema.as_deref().unwrap_or("public")),
        quote(&name.table)
    )
}

fn resolve(written: &[Written]) -> String {
    let rows: Vec<String> = written
        .iter()
        .enumerate()
        .map(|(i, (table, column))| {
            let quote = |text: &str| Dialect::Postgres.quote_literal(text);
            let column = column.as_deref().map_or("null".to_owned(), quote);
            // `to_regclass` reads a name as SQL writes it.
            let identifier = |name: &str| Dialect::Postgres.quote_identifier(name);
            let schema = table.schema.as_deref().map(|schema| identifier(schema) + ".").unwrap_or_default();
            format!("({i}, {}, {column}::text)", quote(&(schema + &identifier(&table.name))))
        })
        .collect();
    format!(
        "select json_build_object('table', format('%I.%I', n.nspname, c.relname), 'column', v.col)::text as j \
         from (values {}) v(i, t, col) \
         join pg_class c on c.oid = to_regclass(v.t) and c.relkind in ('r', 'p') \
         join pg_namespace n on n.oid = c.relnamespace \
         where v.col is null or exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = v.col \
         and a.attnum > 0 and not a.attisdropped) order by v.i",
        rows.join(", ")
    )
}

fn holder(key: i64) -> String {
    format!(
        "select json_build_object('pid', a.pid, 'application', a.application_name, 'user', a.usename, \
         'host', host(a.client_addr), 'seconds', extract(epoch from now() - a.backend_start)::bigint, \
         'busy', case when a.state = 'active' then greatest(0, extract(epoch from clock_timestamp() - a.query_start))::bigint end)::text as j \
         from pg_locks l join pg_stat_activity a on a.pid = l.pid where {}",
        lock(key)
    )
}

fn is_ours(key: i64) -> String {
    format!("exists (select from pg_locks l where {} and l.pid = pg_backend_pid())", lock(key))
}

pub(super) fn lock(key: i64) -> String {
    format!(
        "l.locktype = 'advisory' and l.granted and l.objsubid = 1 \
         and l.database = (select oid from pg_database where datname = current_database()) \
         and ((l.classid::bigint << 32) | l.objid::bigint) = {key}"
    )
}

/// A block that brings back what a script changed, and only that: some settings cannot be set any more once they were
/// used, and those of applications (`app.tenant`), which no catalog lists, would be lost by `RESET ALL`. The role comes
/// first, since other settings may need its rights.
const SETTINGS: &str = "select format('do $hunter$ declare s record; begin \
     if current_setting(''session_authorization'') <> %1$L then perform set_config(''session_authorization'', %1$L, false); end if; \
     if current_setting(''role'') <> %2$L then perform set_config(''role'', %2$L, false); end if; \
     for s in select c.name, b.setting from pg_settings c \
     left join json_to_recordset(%3$L) b(name text, setting text) on b.name = c.name \
     where (c.source = ''session'' or b.name is not null) and c.setting is distinct from b.setting and c.name not in \
     (''role'', ''session_authorization'', ''transaction_isolation'', ''transaction_read_only'', ''transaction_deferrable'') \
     loop if s.setting is null then execute format(''reset %%I'', s.name); \
     else perform set_config(s.name, s.setting, false); end if; end loop; end $hunter$', \
     current_setting('session_authorization'), current_setting('role'), \
     (select coalesce(json_agg(json_build_object('name', name, 'setting', setting)), '[]')::text \
     from pg_settings where source = 'session')) as j";

/// The same for a script that somebody runs later: what the session changed is as when it began.
const SETTINGS_OF_START: &str = "RESET SESSION AUTHORIZATION;\nRESET ROLE;\n\
     do $hunter$ declare s record; begin for s in select name from pg_settings where source = 'session' and name not in \
     ('TimeZone', 'role', 'session_authorization', 'transaction_isolation', 'transaction_read_only', \
     'transaction_deferrable') loop execute format('reset %I', s.name); end loop; end $hunter$";
