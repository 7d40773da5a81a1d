//! A PostgreSQL server that is not there, does not let us in, or does not let us do it.

use crate::refusal::{Refusal, SECRET};
use crate::support::binary::Hunter;
use crate::support::database::{self, Database, LEDGER};
use crate::support::server::{self, PASSWORD_USER, Role};

/// Every command that asks a database.
const COMMANDS: [&str; 6] = ["current", "upgrade", "downgrade -1", "plan", "stamp head", "ensure"];

#[test]
fn a_server_that_is_down_is_named_with_host_and_port() {
    for words in COMMANDS {
        let (error, help) = (["127.0.0.1:1", "no connection"], ["start the server"]);
        let refusal = Refusal { words, code: 2, error: &error, help: &help };
        refusal.meets(Hunter::v1_1().on(&format!("postgres://app:{SECRET}@127.0.0.1:1/app")));
    }
}

#[test]
fn an_unknown_host_is_named() {
    let (error, help) = (["no-such-host.invalid", "not known"], ["host"]);
    let refusal = Refusal { words: "current", code: 2, error: &error, help: &help };
    refusal.meets(Hunter::v1_1().on(&format!("postgres://app:{SECRET}@no-such-host.invalid/app")));
}

#[test]
fn a_wrong_password_is_told_with_the_user_and_how_to_escape_it() {
    let database = database::postgres();
    server::create_password_user(&database);
    for (login, why) in
        [(format!("{PASSWORD_USER}:{SECRET}"), "wrong"), (PASSWORD_USER.into(), "no password")]
    {
        let (error, help) = ([PASSWORD_USER, "password", why], ["%40"]);
        let refusal = Refusal { words: "current", code: 2, error: &error, help: &help };
        refusal.meets(Hunter::v1_1().on(&server::url_as(&login, &database)));
    }
}

#[test]
fn a_password_with_escaped_characters_logs_in() {
    let database = database::postgres();
    server::create_password_user(&database);
    let url = server::url_as(&format!("{PASSWORD_USER}:p%40ss%25w"), &database);
    let shown = Hunter::v1_1().on(&url).run("current -v").done().says(&["the database is empty"]);
    assert!(!shown.err.contains("ss%25w") && !shown.err.contains(server::PASSWORD), "{}", shown.err);
    // As the old set-up wrote it.
    let old = url.replacen("postgres://", "postgresql+psycopg2://", 1);
    Hunter::v1_1().on(&old).run("current").done();
}

#[test]
fn a_missing_database_is_named_with_the_command_that_makes_it() {
    let url = format!("postgres://postgres:{SECRET}@{}/no_such_database", server::address());
    for words in COMMANDS {
        let (error, help) = (["`no_such_database`", "does not exist"], ["createdb no_such_database"]);
        Refusal { words, code: 2, error: &error, help: &help }.meets(Hunter::v1_1().on(&url));
    }
}

#[test]
fn a_missing_role_is_named() {
    let database = database::postgres();
    let (error, help) = (["`no_such_role`", "does not exist"], ["createuser no_such_role"]);
    let refusal = Refusal { words: "current", code: 2, error: &error, help: &help };
    refusal.meets(Hunter::v1_1().on(&server::url_as(&format!("no_such_role:{SECRET}"), &database)));
}

/// The chain of four on this database as a role without rights.
fn as_role(role: &Role<'_>, database: &Database) -> Hunter {
    Hunter::v1_1().on(&server::url_as(&format!("{}:{SECRET}", role.name), database))
}

#[test]
fn a_role_that_may_not_connect_is_told_which_right_it_lacks() {
    let database = database::postgres();
    let role = Role::new(&database);
    database.execute(&format!("revoke connect on database {} from public", database.name()));
    let (error, help) = ([role.name.as_str(), database.name()], ["grant connect on database"]);
    Refusal { words: "current", code: 2, error: &error, help: &help }.meets(as_role(&role, &database));
}

#[test]
fn a_role_that_may_not_create_tables_is_told_which_right_it_lacks() {
    let database = database::postgres();
    database.execute("revoke create on schema public from public");
    let role = Role::new(&database);
    for (words, error) in [
        ("upgrade", ["create the ledger", role.name.as_str()]),
        ("ensure", ["creating the ledger", "permission denied"]),
    ] {
        let help = ["grant create on schema public"];
        Refusal { words, code: 2, error: &error, help: &help }.meets(as_role(&role, &database));
    }
    assert!(!database.has_ledger());
}

#[test]
fn a_role_that_may_not_read_the_ledger_is_told_which_right_it_lacks() {
    let database = database::postgres();
    Hunter::v1_1().on(database.url()).run("upgrade").done();
    let role = Role::new(&database);
    for words in COMMANDS {
        let (error, help) = (["ledger", "permission denied"], ["grant select on", LEDGER]);
        Refusal { words, code: 2, error: &error, help: &help }.meets(as_role(&role, &database));
    }
}

#[test]
fn a_role_that_may_only_read_can_ask_and_changes_nothing() {
    let database = database::postgres();
    Hunter::v1_1().on(database.url()).run("upgrade +1").done();
    let role = Role::new(&database);
    database.execute(&format!("grant select on {LEDGER} to {}", role.name));
    let hunter = as_role(&role, &database);
    hunter.run("current").done().prints("08f51db8dce0\n");
    hunter.run("plan").done();
    let ledger = database.ledger();
    for words in ["upgrade", "downgrade -1", "stamp base"] {
        let (error, help) = (["may not", LEDGER, "nothing was changed"], ["grant insert on", &role.name]);
        let refusal = Refusal { words, code: 2, error: &error, help: &help };
        refusal.meets(as_role(&role, &database));
        assert_eq!(database.ledger(), ledger, "{words}");
    }
}

#[test]
fn a_role_that_may_not_log_in_is_not_told_to_start_the_server() {
    let database = database::postgres();
    let role = format!("{}_nologin", database.name());
    database.execute(&format!("create role {role} nologin"));
    let (error, help) = ([role.as_str(), "may not log in"], ["login"]);
    let refusal = Refusal { words: "current", code: 2, error: &error, help: &help };
    refusal.meets(Hunter::v1_1().on(&server::url_as(&role, &database)));
    database.execute(&format!("drop role {role}"));
}

#[test]
fn a_ledger_in_another_schema_is_warned_of_when_a_new_one_is_begun() {
    let database = database::postgres();
    let hunter = Hunter::root().on(database.url());
    hunter.run("upgrade").done();
    database.execute("create schema app");
    database.execute(&format!("alter database {} set search_path = app", database.name()));
    hunter.run("upgrade").done().says(&[
        "warning: schema public has a ledger already",
        "in schema app",
        "warning: the schema is not compared: it was proved in another one than `app`",
    ]);
}
