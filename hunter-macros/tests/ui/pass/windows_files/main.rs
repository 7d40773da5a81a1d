//! Files as a Windows editor saves them: a byte order mark in front, CRLF at the end of lines.

use hunter_migrations::{Migrations, embed_migrations};

pub static MIGRATIONS: Migrations = embed_migrations!("migrations");

// Git may not have made Unix files of them: see .gitattributes.
const UP: &[u8] = include_bytes!("migrations/0001_users/up.sql");
const _: () = assert!(matches!(UP, [0xef, 0xbb, 0xbf, .., b'\r', b'\n']));

fn main() {
    let [revision] = MIGRATIONS.chain().revisions() else { panic!("one revision") };
    assert_eq!(&*revision.message, "people");
    let (_, script, _) = revision.up.iter().next().expect("an up script");
    assert_eq!(&*script.text, "create table users (\n  id integer primary key\n);\n");
}
