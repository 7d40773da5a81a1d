//! Row level security: what a policy hides from a role is still somebody's data.

mod postgres {
    use crate::support::binary::Hunter;
    use crate::support::database;

    #[test]
    fn rows_that_a_policy_hides_are_not_lost_without_a_word() {
        let database = database::postgres();
        let role = format!("{}_owner", database.name());
        database.execute(&format!("create role {role} login"));
        database.execute(&format!("grant all on schema public to {role}"));
        let hunter = Hunter::v1_1().on(&database.url().replacen("postgres@", &format!("{role}@"), 1));
        hunter.run("upgrade").done();
        database.execute("insert into companies (canonical_name, domain) values ('a', 'a.example')");
        database.execute("alter table companies enable row level security");
        database.execute("alter table companies force row level security");
        hunter.run("downgrade base").exits(2).prints("").says(&["row-level security", "companies"]);
        let rows = database.rows("select count(*)::text as j from companies");
        assert_eq!(rows, ["1"]);
        database.execute(&format!("drop owned by {role} cascade"));
        database.execute(&format!("drop role {role}"));
    }
}
