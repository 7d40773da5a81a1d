//! A pooler that lends a server session for one transaction: reading works, and what writes is refused with the remedy.

mod postgres {
    use hunter_chain::Dialect;

    use crate::process::Project;

    const UPS: [&str; 2] =
        ["create table a (id int);", "--! alone\ncreate index concurrently a_id on a (id);"];

    #[test]
    fn a_run_through_a_pooler_is_refused_before_any_change() {
        let project = Project::new(Dialect::Postgres, &UPS).pooled();
        let refused = project.run("upgrade").exits(2);
        refused.says(&["goes through a pooler", "give the server's own URL", "nothing was changed"]);
        let tables = "select relname::text as j from pg_class where relnamespace = 'public'::regnamespace";
        assert_eq!((project.rows(tables).len(), project.guards()), (0, 0));
    }

    #[test]
    fn ten_at_once_through_a_pooler_leave_no_guard_behind() {
        let project = Project::new(Dialect::Postgres, &UPS).pooled();
        let running: Vec<_> = (0..10).map(|_| project.start("upgrade")).collect();
        for running in running {
            running.ended().exits(2).says(&["pooler", "URL"]);
        }
        assert_eq!(project.guards(), 0);
    }

    #[test]
    fn a_start_at_head_goes_through_a_pooler_and_so_does_reading() {
        let project = Project::new(Dialect::Postgres, &UPS);
        project.run("upgrade").exits(0);
        let project = project.pooled();
        project.run("upgrade").exits(0);
        assert_eq!(project.run("current").exits(0).out, "0002 (head)\n");
    }
}
