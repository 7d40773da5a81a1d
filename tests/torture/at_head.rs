//! Many processes at once on a database that is at head: each looks and leaves.

mod postgres {
    use crate::counts::counts;
    use crate::process::longest;
    use crate::start::{all_ended_well, start};
    use crate::support::binary::Hunter;
    use crate::support::database;
    use crate::support::proxy::Proxy;

    #[test]
    fn starters_at_head_ask_for_no_lock_and_write_nothing() {
        let database = database::postgres();
        Hunter::fifty().on(database.url()).run("upgrade").done();
        let proxy = Proxy::start();
        let ended = start(&Hunter::fifty().on(&proxy.url(&database)), "upgrade");
        all_ended_well(&ended);
        let conversations = proxy.finish();
        assert_eq!(conversations.len(), counts().starters);
        for conversation in conversations {
            let texts = conversation.texts();
            let [_, _, look] = texts.as_slice() else { panic!("more than one look: {texts:#?}") };
            let look = look.to_lowercase();
            for word in ["lock", "create", "insert", "update", "delete", "begin", ";"] {
                assert!(!look.contains(word), "`{word}` in {look}");
            }
        }
        println!("{} processes at head; the longest took {:?}", ended.len(), longest(&ended));
    }
}
