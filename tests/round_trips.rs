//! What goes over the wire to PostgreSQL: how often a command waits for the server, and what it sends.
//!
//! Responsible for the figures that are promised: one look at head, one message per step, nothing in the server's log. A
//! proxy between the binary and the server counts.

#![cfg(test)]

mod support;

mod postgres {
    use std::path::Path;

    use hunter_chain::{SourceTree, read_chain};
    use hunter_migrations::{Binary, Migrations, Target, embed_migrations};

    use crate::support::binary::Hunter;
    use crate::support::database::{self, Database, LEDGER};
    use crate::support::facts::LINE;
    use crate::support::proxy::{Conversation, Proxy};
    use crate::support::server::{complaints, log_so_far};
    use crate::support::wire::{Kind, Message};

    /// What Diesel sends when it opens a connection.
    const SET_UP: [&str; 2] = ["SET TIME ZONE 'UTC'", "SET CLIENT_ENCODING TO 'UTF8'"];

    /// Which session of the server it is: asked in turns on this connection and on a second one, to find a pooler.
    const WHICH: &str = "select pg_backend_pid()::text as j";
    const TURNS: usize = 6;

    /// Round trips of a first upgrade beside its steps: Diesel's two, the look, the role's rights, which session it is, the guard, the ledger made
    /// and read, the session's settings, the guard given back.
    const AROUND_THE_STEPS: usize = SET_UP.len() + TURNS + 7;

    /// Those of a look at the catalog: settings set aside, the query, settings back.
    const A_LOOK: usize = 3;

    /// A run that is compared looks before and after, and asks for the server's version once.
    const COMPARED: usize = 2 * A_LOOK + 1;

    /// Runs words through a proxy; they must succeed, over one connection. A second one, if there is one, only asks which
    /// session of the server it got.
    #[track_caller]
    fn listen(database: &Database, words: &str) -> Conversation {
        let proxy = Proxy::start();
        Hunter::v1_1().on(&proxy.url(database)).run(words).done();
        let mut conversations = proxy.finish();
        if conversations.len() == 2 {
            let second = conversations.pop().unwrap();
            assert_eq!(second.texts()[SET_UP.len()..], [WHICH; TURNS], "beside `{words}`");
        }
        assert_eq!(conversations.len(), 1, "connections of `{words}`");
        conversations.pop().unwrap()
    }

    fn script(revision: &str, direction: &str) -> String {
        let chain = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/chains/v1_1");
        let mut folders = std::fs::read_dir(chain).unwrap().map(|entry| entry.unwrap().path());
        let is_its =
            |path: &std::path::PathBuf| path.file_name().unwrap().to_str().unwrap().starts_with(revision);
        std::fs::read_to_string(folders.find(is_its).unwrap().join(format!("{direction}.postgres.sql")))
            .unwrap()
    }

    /// What is behind the script of a revision in its message, which must begin with everything that makes it safe.
    #[track_caller]
    fn behind_the_script(conversation: &Conversation, revision: &str, direction: &str) -> String {
        let script = script(revision, direction);
        let holds_it = |message: &&Message| message.text.contains(&script);
        let found: Vec<&Message> = conversation.messages.iter().filter(holds_it).collect();
        let [message] = found.as_slice() else { panic!("{} messages hold {revision}", found.len()) };
        assert_eq!(message.kind, Kind::Query);
        let (before, after) = message.text.split_once(&script).unwrap();
        assert!(before.starts_with("BEGIN;\n"), "{before}");
        let insert = format!("insert into \"public\".\"{LEDGER}\" ");
        let row = before.split_once(&insert).unwrap().1;
        assert!(row.contains(&format!("'{revision}'")), "{row}");
        assert_eq!(commits(before), 0, "{before}");
        after.to_owned()
    }

    fn commits(text: &str) -> usize {
        text.lines().filter(|line| *line == "COMMIT").count()
    }

    fn finishes(text: &str, direction: &str) -> bool {
        text.contains(&format!("set event = '{direction}'")) && commits(text) == 1
    }

    #[test]
    fn upgrade_at_head_is_one_round_trip_that_locks_and_writes_nothing() {
        let database = database::postgres();
        Hunter::v1_1().on(database.url()).run("upgrade head").done();
        let conversation = listen(&database, "upgrade head");
        let texts = conversation.texts();
        let [time_zone, encoding, look] = texts.as_slice() else { panic!("{texts:#?}") };
        assert_eq!([*time_zone, *encoding], SET_UP);
        assert_eq!(conversation.round_trips(), 3, "{:#?}", conversation.messages);
        assert!(look.starts_with("select ") && look.contains(LEDGER), "{look}");
        for word in ["lock", "create", "insert", "update", "delete", "begin", "set ", ";"] {
            assert!(!look.to_lowercase().contains(word), "`{word}` in {look}");
        }
    }

    #[test]
    fn upgrade_at_head_is_one_round_trip_after_a_repair_too() {
        let database = database::postgres();
        Hunter::v1_1().on(database.url()).run("upgrade head").done();
        database.execute("drop view leads_ready");
        Hunter::v1_1().on(database.url()).run("repair").done();
        assert_eq!(listen(&database, "upgrade head").round_trips(), SET_UP.len() + 1);
    }

    #[test]
    fn each_step_of_an_upgrade_is_one_message_from_begin_to_commit() {
        let database = database::postgres();
        let conversation = listen(&database, "upgrade head");
        for revision in LINE {
            let after = behind_the_script(&conversation, revision, "up");
            assert!(finishes(&after, "up"), "{after}");
        }
    }

    #[test]
    fn an_upgrade_is_a_constant_and_one_round_trip_per_revision() {
        for steps in 1..=LINE.len() {
            let database = database::postgres();
            let conversation = listen(&database, &format!("upgrade +{steps}"));
            assert_eq!(database.events().len(), steps);
            let (texts, expected) = (conversation.texts(), AROUND_THE_STEPS + COMPARED + steps);
            assert_eq!(conversation.round_trips(), expected, "{steps} steps: {texts:#?}");
        }
    }

    #[test]
    fn an_upgrade_asks_as_often_whatever_the_number_of_tables() {
        let database = database::postgres();
        let create = |n: u8| format!("create table beside_{n} (id integer primary key);");
        database.execute(&(0..100).map(create).collect::<String>());
        let conversation = listen(&database, "upgrade +1");
        assert_eq!(conversation.round_trips(), AROUND_THE_STEPS + COMPARED + 1);
    }

    #[test]
    fn an_upgrade_that_is_not_compared_does_not_read_the_catalog() {
        let database = database::postgres();
        let conversation = listen(&database, "upgrade --proof=off");
        assert_eq!(conversation.round_trips(), AROUND_THE_STEPS + LINE.len());
    }

    #[test]
    fn each_step_of_a_downgrade_that_loses_nothing_is_two_messages_with_a_look_between() {
        let database = database::postgres();
        Hunter::v1_1().on(database.url()).run("upgrade head").done();
        let conversation = listen(&database, "downgrade base");
        for revision in LINE {
            let after = behind_the_script(&conversation, revision, "down");
            assert_eq!(commits(&after), 0, "{after}");
        }
        let ends = conversation.messages.iter().filter(|message| finishes(&message.text, "down"));
        assert_eq!(ends.count(), LINE.len());
        // Counting what would be lost waits for locks only so long; that is set before and set back after.
        let is_patience = |text: &str| text.starts_with("SET lock_timeout = ");
        let others = conversation.messages.iter().filter(|message| message.kind == Kind::Query);
        let others: Vec<_> = others.filter(|message| !is_patience(&message.text)).collect();
        assert_eq!(others.len(), 2 * LINE.len(), "everything else reads: {others:#?}");
    }

    #[test]
    fn reading_takes_no_guard_and_makes_no_ledger() {
        let database = database::postgres();
        for words in ["current", "plan", "history -i", "upgrade --dry-run"] {
            let conversation = listen(&database, words);
            for text in conversation.texts() {
                let is_harmless = text.starts_with("select ")
                    && !text.contains("pg_try_advisory")
                    && !text.contains("pg_advisory");
                assert!(is_harmless || SET_UP.contains(&text), "`{words}` sends {text}");
            }
        }
    }

    #[test]
    fn an_empty_database_leaves_no_complaint_in_the_servers_log() {
        let database = database::postgres();
        assert_log_is_told_apart(&database);
        for words in ["current", "plan", "history -i", "upgrade head"] {
            let before = log_so_far();
            assert_eq!(complaints(listen(&database, words).pid, before), [""; 0], "{words}");
        }
    }

    #[test]
    fn a_start_at_head_leaves_no_complaint_in_the_servers_log() {
        let database = database::postgres();
        assert_log_is_told_apart(&database);
        Hunter::v1_1().on(database.url()).run("upgrade head").done();
        for words in ["upgrade head", "current", "ensure"] {
            let before = log_so_far();
            assert_eq!(complaints(listen(&database, words).pid, before), [""; 0], "{words}");
        }
    }

    /// The figure for those who act in steps: a message for the beginning, the script and the end, and a savepoint set and
    /// given back around what is done.
    #[test]
    fn only_a_step_in_which_a_program_acts_is_several_messages() {
        static CHAIN: Migrations = embed_migrations!("migrations");
        let round_trips = |acts: usize| {
            let (database, proxy) = (database::postgres(), Proxy::start());
            let mut session = hunter_migrations::connect(&proxy.url(&database)).unwrap();
            let mut migrator = CHAIN.on(&mut session);
            if acts > 0 {
                migrator = migrator.before_step(|_, _| Ok(()));
            }
            if acts > 1 {
                migrator = migrator.after_step(|_, _| Ok(()));
            }
            let steps = migrator.upgrade(Target::Head).unwrap().steps.len();
            drop(session);
            assert_eq!(database.events().len(), steps, "each is recorded once");
            (proxy.finish()[0].round_trips(), steps)
        };
        let ((none, steps), (one, _), (two, _)) = (round_trips(0), round_trips(1), round_trips(2));
        assert_eq!(none, AROUND_THE_STEPS + COMPARED + steps);
        assert_eq!((one, two), (none + steps * (2 + 2), none + steps * (2 + 2 * 2)));
    }

    #[test]
    fn a_step_that_recreates_is_one_message_like_any_other() {
        let round_trips = |recreates: &str| {
            let files = [
                ("hunter.toml", "dialects = [\"postgres\"]"),
                ("0001_a/up.sql", "create table a (b integer); create view v as select b from a;"),
                ("0001_a/down.sql", "drop view v; drop table a;"),
                ("0002_b/metadata.toml", recreates),
                ("0002_b/up.sql", "create table c (d integer);"),
                ("0002_b/down.sql", "drop table c;"),
            ];
            let tree = SourceTree::of("migrations", &files);
            let binary = Binary { name: "trips", version: "0", commit: None };
            let chain = Migrations::from_chain(read_chain(&tree).unwrap(), tree.digest(), binary);
            let (database, proxy) = (database::postgres(), Proxy::start());
            let mut session = hunter_migrations::connect(&proxy.url(&database)).unwrap();
            let steps = chain.on(&mut session).allow_unproved().upgrade(Target::Head).unwrap().steps.len();
            drop(session);
            (proxy.finish()[0].round_trips(), steps)
        };
        let plain = round_trips("lock_timeout = \"2s\"");
        assert_eq!(plain.1, 2);
        assert_eq!(round_trips("recreates = [\"a.b\"]"), plain);
    }

    /// A complaint of a session must be seen, or its absence shows nothing.
    #[track_caller]
    fn assert_log_is_told_apart(database: &Database) {
        let before = log_so_far();
        let proxy = Proxy::start();
        let mut session = hunter_migrations::connect(&proxy.url(database)).unwrap();
        session.execute("select 1 / 0").unwrap_err();
        drop(session);
        let [conversation] = proxy.finish().try_into().unwrap();
        let Conversation { pid, .. } = conversation;
        let found = complaints(pid, before);
        assert!(matches!(found.as_slice(), [one] if one.contains("division by zero")), "{found:#?}");
    }
}
