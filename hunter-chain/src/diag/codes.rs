//! The catalogue: one entry per code, read by the messages, by `hunter explain` and by the test that demands a
//! fixture for each.
//!
//! Responsible for what a code means in general. The words of a single case are written where it is found.
//! Numbers are never used again.

use std::fmt;

/// What `hunter explain CODE` tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The rule in one line.
    pub title: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// What to do.
    pub remedy: &'static str,
}

macro_rules! codes {
    ($($code:ident $name:literal => $title:literal, why: $why:literal, remedy: $remedy:literal;)+) => {
        /// A stable name for a kind of mistake.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code { $(#[doc = $title] $code,)+ }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Code] = &[$(Code::$code,)+];

            /// `HC004`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$code => $name,)+ }
            }

            /// The page of `hunter explain`.
            #[must_use]
            pub fn page(self) -> Page {
                match self { $(Code::$code => Page { title: $title, why: $why, remedy: $remedy },)+ }
            }
        }
    };
}

codes! {
    DirectoryName "HC001" => "a directory's name is not a revision's name",
        why: "The name is `<id>_<slug>`. The id is the text before the first `_` with hyphens removed; it may hold letters, digits, dots and spaces. Everything recorded about the revision hangs on it.",
        remedy: "Rename the directory, for example to `0a1b2c3d4e5f_add_users`.";
    ReservedWord "HC002" => "an id or a label is a word of the target grammar",
        why: "`head`, `heads`, `base`, `current`, `legacy` and a few more mean something in targets; a revision of that name could never be addressed.",
        remedy: "Choose another word; `head`, `heads`, `base`, `bases`, `current`, `legacy`, `root`, `none` and `all` are taken.";
    DuplicateId "HC003" => "two directories have the same id",
        why: "The id is what the ledger records. With two of them one would silently never run.",
        remedy: "Give the newer, unreleased one another id and let its children name it.";
    MissingParent "HC004" => "a parent does not exist",
        why: "The revision stands on one that is not in this directory, so no database can ever reach it.",
        remedy: "Correct `down_revision`, or bring the missing directory back.";
    MissingDependency "HC005" => "`depends_on` names a revision that does not exist",
        why: "The revision would wait for something that can never be applied.",
        remedy: "Correct `depends_on`, or bring the missing directory back.";
    SelfLoop "HC006" => "a revision names itself as its parent or dependency",
        why: "It would have to be applied before itself.",
        remedy: "Name the revision before it in `down_revision`, or write `down_revision = \"base\"`.";
    Cycle "HC007" => "revisions wait for each other in a circle",
        why: "None of them can be the first to be applied.",
        remedy: "Cut the circle at the link that is wrong: correct one `down_revision` or `depends_on` of the path shown.";
    DuplicateLabel "HC008" => "two revisions declare the same branch label",
        why: "`label@head` would mean two lines.",
        remedy: "Rename one of the labels.";
    LabelName "HC009" => "a branch label cannot be used",
        why: "Labels are letters, digits, `_` and `.`, and never equal to an id, because `name@head` may be said with either.",
        remedy: "Choose another label, of letters, digits, `_` and `.`, that is not an id.";
    IdMismatch "HC010" => "metadata and directory disagree about the id",
        why: "The metadata says `revision = …`, and the directory begins with another id: usually a copied directory.",
        remedy: "Correct the one that is wrong, or leave `revision` out.";
    SeveralBases "HC011" => "several revisions stand on nothing",
        why: "A chain begins once. A second beginning is usually a forgotten `down_revision`.",
        remedy: "Name the parent in `down_revision`. If two independent lines are meant, give each base its own `branch_labels`.";
    SeveralHeads "HC012" => "the chain has several heads",
        why: "`upgrade head` would be ambiguous: two people added a revision on the same parent, and a merge of their branches in version control is clean.",
        remedy: "A line that no database has yet goes onto the other: `cargo hunter rebase REV`, with any of its revisions, writes its `down_revision` anew and proves it again. Where both are released, `cargo hunter merge` writes a revision on both, and proves that it does not matter which side a database got first. Either mends hunter.lock too, conflict marks included. If the lines are meant to stay apart, give each head its own `branch_labels`.";
    Unreachable "HC013" => "a revision cannot be reached from any base",
        why: "It descends from revisions that wait for each other, so it can never be applied.",
        remedy: "Mend the circle it descends from.";
    MissingUp "HC014" => "there is no way up",
        why: "A revision without `up.sql` does nothing and says nothing.",
        remedy: "Write `up.sql` (or `up.<dialect>.sql`).";
    EmptyUp "HC015" => "the way up is empty",
        why: "An empty file is a forgotten one. Only a merge revision may have nothing to do.",
        remedy: "Write the statements, or delete the directory.";
    MissingDown "HC016" => "there is no way down, and nobody said why",
        why: "Without `down.sql` the revision cannot be undone at two in the morning.",
        remedy: "Write `down.sql`, or declare `irreversible = \"why\"` in metadata.toml.";
    EmptyDown "HC017" => "the way down is empty, and nobody said why",
        why: "A downgrade would run nothing, record that it undid the revision, and leave its schema behind.",
        remedy: "Write the statements, or declare `irreversible = \"why\"` in metadata.toml and delete the file.";
    HalfDialect "HC018" => "a dialect has its own way up, but not its own way down",
        why: "The plain `down.sql` was written for the plain `up.sql`; after another script it may undo something else, or half of it.",
        remedy: "Write the missing file for the same dialect.";
    DialectWithoutScript "HC019" => "a dialect of this chain has no script",
        why: "hunter.toml promises the dialect, and on such a database the revision would do nothing.",
        remedy: "Write `up.<dialect>.sql` and `down.<dialect>.sql`, or list the dialects it exists for in `dialects`.";
    UnknownKey "HC020" => "a key is not known",
        why: "A misspelt key would silently mean the default.",
        remedy: "Write the nearest known key, or delete the line.";
    BadValue "HC021" => "a value cannot be used",
        why: "A wrong type or an impossible value would silently mean the default.",
        remedy: "Write a value of the type shown.";
    NotToml "HC022" => "the file is not TOML",
        why: "Nothing of a file that does not parse can be trusted.",
        remedy: "Correct the line shown; strings need quotes.";
    NotUtf8 "HC023" => "a file is not UTF-8",
        why: "The same bytes would mean different text on different servers.",
        remedy: "Save the file as UTF-8.";
    LinkLeavesRoot "HC024" => "a link leads out of the migrations directory",
        why: "What is outside is not part of the package: it would be missing for others and could change unseen.",
        remedy: "Copy the file into the directory.";
    UnknownReplaced "HC025" => "`replaces` names a revision that does not exist",
        why: "A database inside the old line could never be recognised.",
        remedy: "Correct the id, or keep the replaced revisions in `migrations/legacy/`.";
    UnknownDialect "HC026" => "a dialect is not known",
        why: "A script for an unknown dialect would never run.",
        remedy: "Use `postgres`, `sqlite` or `mysql`.";
    NoDialects "HC027" => "nobody said for which databases the chain is",
        why: "Which scripts must exist, and which digests the binary carries, depends on it.",
        remedy: "Create `hunter.toml` in the migrations directory with one line: `dialects = [\"postgres\"]` (or `sqlite`, `mysql`, or several).";
    UnknownFile "HC028" => "a file in a revision's directory has no meaning",
        why: "A misspelt `dwon.sql` would silently never run, and so would a misspelt hook; those in `hooks/` are `before_run.sql`, `before_step.sql`, `after_step.sql`, `after_run.sql`, also with a dialect before `.sql`.",
        remedy: "Rename it to one of `up.sql`, `down.sql`, `verify.sql`, `up.<dialect>.sql`, `down.<dialect>.sql`, `verify.<dialect>.sql`, `metadata.toml`, or move it away.";
    RustRevision "HC029" => "revisions in Rust are not supported by this version",
        why: "`revision.rs` is reserved for them; ignoring it would mean that its work silently never happens.",
        remedy: "Write the revision in SQL.";
    NoDirectory "HC030" => "the migrations directory cannot be read",
        why: "Nothing can be embedded from it.",
        remedy: "The path is relative to the package's Cargo.toml; correct it, or create the directory.";
    NotWatched "HC031" => "no build script watches the migrations directory",
        why: "Without one, Cargo does not notice a new file, and the binary would carry an old chain.",
        remedy: "Add `build.rs` with `fn main() { hunter_chain::watch(\"migrations\") }` and `hunter-chain` to the build-dependencies.";
    EmptyChain "HC032" => "the migrations directory holds no revision",
        why: "There is nothing to upgrade to; usually the path is wrong.",
        remedy: "Correct the path, or add the first revision: `<id>_<slug>/up.sql` and `down.sql`.";
    StaleWatch "HC033" => "the build script has not seen the migrations directory as it is now",
        why: "Cargo compares modification times. A file changed and kept an old one (an archive, `cp -a`, a restored cache), so what was compiled earlier may carry another chain.",
        remedy: "Run `touch build.rs` and build again.";
    Unterminated "HC034" => "a quote, a dollar quote or a comment is never closed",
        why: "Everything behind it belongs to it, so the statements behind it would never run.",
        remedy: "Close it where it should end.";
    Syntax "HC035" => "SQL that does not parse",
        why: "The server would refuse it in the middle of a deployment. PostgreSQL's and SQLite's grammars are checked without a server; names are not.",
        remedy: "Correct the statement at the place shown. If your server does take it, say so in metadata.toml: `allow = [{ rule = \"HC035\", because = \"why\" }]`.";
    TransactionControl "HC036" => "a script begins or ends a transaction itself",
        why: "A revision and its ledger row are one transaction. A script that commits half way leaves half of its work behind when the rest fails.",
        remedy: "Delete it: the runner begins and commits. If the script needs its own transactions, write `run_in_transaction = false` in metadata.toml.";
    OutsideTransaction "HC037" => "a statement cannot run inside of a transaction",
        why: "The server refuses it there, and a revision runs inside of one unless it says otherwise.",
        remedy: "Give it a revision of its own with `run_in_transaction = false` in metadata.toml: it then runs statement by statement, with progress in the ledger.";
    ForeignKeysSwitch "HC038" => "`PRAGMA foreign_keys` inside of a transaction",
        why: "SQLite ignores it there without a word, and a rebuilt parent table would take its children along.",
        remedy: "Delete it: the runner switches foreign keys off around a revision that drops a table, checks them before the commit, and switches them on again.";
    EnumValueUsed "HC039" => "an enum value is added and used in one transaction",
        why: "PostgreSQL refuses a new value until the transaction that added it is committed (\"unsafe use of new value\").",
        remedy: "Use the value in a revision of its own, after this one.";
    ConcurrentlyIfNotExists "HC040" => "a concurrent index build with IF NOT EXISTS",
        why: "An interrupted build leaves an invalid index of that name. With IF NOT EXISTS the next run finds it, says nothing, and the index is never used.",
        remedy: "Delete IF NOT EXISTS: the runner drops an invalid leftover of that name and builds again.";
    Destructive "HC041" => "the way up destroys data, and nobody said so",
        why: "No downgrade brings the rows back, and the release before this one may still read them.",
        remedy: "If that is meant, write in metadata.toml what is lost, `lossy = [\"table.column\"]`, or who must know, `breaking = \"who must know what\"`.";
    ClientCopy "HC042" => "COPY from or to the client",
        why: "The rows would have to come from the program that sends the script, and a revision has none to send.",
        remedy: "Write INSERT statements, or COPY from a file on the server.";
    ClientCommand "HC043" => "a command that only a client understands",
        why: "`\\i` is read by psql, `.read` by sqlite3; a server answers with a syntax error.",
        remedy: "Delete it, or write what it does as SQL.";
    StrictFrom "HC044" => "`strict_from` names a revision that does not exist",
        why: "Which revisions are old enough to be left as they are depends on it.",
        remedy: "Write the id of the first revision to which all rules apply; in a folder in version order it may be one that is yet to come.";
    UnreadableLockfile "HC045" => "the lockfile cannot be read",
        why: "It says what each revision does to a database; a binary that carries half of it would call a healthy database drifted.",
        remedy: "Run `cargo hunter prove`: it keeps what still holds, proves the rest, and writes the file anew. After a merge in version control that left two heads, `cargo hunter rebase` or `cargo hunter merge` does that too.";
    Unfinished "HC046" => "a generated script has a place that is not finished",
        why: "What the schema's difference could not be said in is left to a person; without it the script does half of its work.",
        remedy: "Write the statements that the comment asks for, and delete the comment.";
    Unproved "HC047" => "a revision is not proved as it is now",
        why: "What compiles, applies: the lockfile says of each revision that its scripts were run, on each database, on the parents that it has. Of this one it says nothing, or something else: a script or a parent was changed after the proof. Comments and layout are no change. A debug build warns, a release build and CI (the variable `CI`) refuse; `unproved = \"warn\"` or `\"deny\"` in hunter.toml holds for all of them.",
        remedy: "Run `cargo hunter prove`, and commit hunter.lock.";
    RecreatesOutside "HC048" => "`recreates` in a revision that runs outside of a transaction",
        why: "What stands on the named things is dropped before the script and created again after it. When the script fails in between and nothing rolls back, views and grants would be gone.",
        remedy: "Take what needs `run_in_transaction = false` into a revision of its own, without `recreates`.";
    StaleDefinition "HC049" => "a definition is not what the revisions make of it",
        why: "The files of `definitions/` say what views and functions should be; revisions bring them there. When a file was edited and no revision carries the change, no database would ever see it. Release builds and CI refuse that, as they refuse a revision that is not proved (HC047).",
        remedy: "Run `cargo hunter revision --autogenerate -m \"what changes\"`, which writes the revision, then `cargo hunter prove`.";
    DefinesNothing "HC050" => "a definition holds a statement that defines nothing",
        why: "A definition is run again and again over the schema at head, and revisions are made of what it changes there. It holds views, functions, procedures, triggers, policies or rules, and what is said of them: rights, owner, remarks, indexes. A table or a row in it would be made twice.",
        remedy: "Take the statement into a revision.";
}

impl Code {
    /// Codes that an author can allow for a revision: about SQL that is sound where the author knows more.
    pub const ALLOWABLE: [Code; 4] =
        [Code::Syntax, Code::EnumValueUsed, Code::ConcurrentlyIfNotExists, Code::Destructive];

    /// Whether it is only a note for a revision older than `strict_from`. What concerns the graph, what cannot be
    /// read and what cannot be run stays a mistake.
    pub(crate) fn is_tolerable(self) -> bool {
        matches!(
            self,
            Code::EmptyUp
                | Code::MissingDown
                | Code::EmptyDown
                | Code::HalfDialect
                | Code::UnknownFile
                | Code::TransactionControl
                | Code::OutsideTransaction
                | Code::ForeignKeysSwitch
                | Code::EnumValueUsed
                | Code::ConcurrentlyIfNotExists
                | Code::Destructive
        )
    }

    /// The remedy as the help line of a message: no capital in front, no full stop behind.
    #[must_use]
    pub fn help(self) -> String {
        let mut letters = self.page().remedy.trim_end_matches('.').chars();
        letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect()
    }

    /// Finds a code by its written name, in any case.
    #[must_use]
    pub fn find(name: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.as_str().eq_ignore_ascii_case(name.trim()))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_own_number_and_a_full_page() {
        let mut names: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
        for code in Code::ALL {
            let page = code.page();
            assert!(!page.title.ends_with('.'), "{code}: a title is not a sentence");
            assert!(page.why.ends_with('.') || page.why.ends_with('…'), "{code}: why");
            assert!(page.remedy.ends_with('.'), "{code}: remedy");
            assert_eq!(Code::find(&code.as_str().to_lowercase()), Some(*code));
        }
    }
}
