//! The caller's connection, before and after.

use hunter_chain::Dialect;
use hunter_migrations::Session;
use hunter_migrations::testing::Scratch;

use super::database::{Ask, Database};

/// What a run must leave as it found it: settings, locks, no transaction.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Watch(Vec<String>);

impl Watch {
    /// Looks. A connection that cannot answer, or has a transaction open, has failed the test already.
    pub(crate) fn on(conn: &mut dyn Session, db: &Scratch) -> Self {
        assert_eq!(conn.value("select 1"), "1");
        match db.dialect() {
            Dialect::Postgres => Self(postgres(conn, db)),
            _ => Self(sqlite(conn)),
        }
    }
}

fn postgres(conn: &mut dyn Session, db: &Scratch) -> Vec<String> {
    let pid = conn.value("select pg_backend_pid()");
    let state = format!("select state from pg_stat_activity where pid = {pid}");
    assert_eq!(db.connect().value(&state), "idle", "a transaction is open");
    let mut seen = conn.column(
        "select name || '=' || setting as j from pg_settings where setting is distinct from reset_val \
         union all select 'role=' || current_user || '=' || session_user order by 1",
    );
    seen.extend(conn.column(
        "select locktype || mode as j from pg_locks where pid = pg_backend_pid() and (locktype = 'advisory' \
         or mode <> 'AccessShareLock' and locktype = 'relation') order by 1",
    ));
    seen
}

fn sqlite(conn: &mut dyn Session) -> Vec<String> {
    // Fails inside a transaction.
    conn.run("begin immediate");
    conn.run("rollback");
    vec![
        conn.value("select foreign_keys from pragma_foreign_keys"),
        conn.value("select timeout from pragma_busy_timeout"),
    ]
}
