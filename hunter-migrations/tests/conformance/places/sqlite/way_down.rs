//! The same on the way down, where the losses are counted around the script.

use super::super::{SYNTAX, broken, down};

broken! {
    Sqlite;

    an_unknown_table_is_found_at_its_statement =>
        down("-- 😀;\n\tdelete from authors;")
            .fails("2:2", "delete from authors", "no such table: authors");

    a_table_to_drop_that_is_not_there_is_found_at_its_statement =>
        down("select 1;\r\ndrop table loan;\r\n")
            .fails("2:1", "drop table loan", "no such table: loan");

    a_failure_while_running_is_found_at_its_statement =>
        down("update author set born = 1;\ninsert into author values (1, 'Ada', 1);\nselect 1;")
            .fails("2:1", "insert into author", "UNIQUE constraint failed: author.id");

    a_misspelt_word_is_found_at_it =>
        down("update author set born = 1;\nupdate author sett born = 2;")
            .declaring(SYNTAX).fails("2:15", "sett", "near \"sett\": syntax error");
}
