//! The same on the way down, where the losses are counted around the script.

use super::super::{SYNTAX, broken, down};

broken! {
    Postgres;

    an_unknown_table_is_found_at_its_name =>
        down("-- 😀;\n\tdelete from authors;")
            .fails("2:14", "authors", "relation \"authors\" does not exist");

    a_table_to_drop_that_is_not_there_is_found_at_its_statement =>
        down("select 1;\r\ndrop table loan;\r\n")
            .fails("2:1", "drop table loan", "table \"loan\" does not exist");

    a_failure_while_running_is_found_at_its_statement =>
        down("update author set born = 1;\ninsert into author values (1, 'Ada', 1);\nselect 1;")
            .fails("2:1", "insert into author", "Key (id)=(1) already exists");

    a_failure_in_a_block_is_found_at_the_block =>
        down("select 1; do $$ begin raise exception 'no way back'; end $$")
            .fails("1:11", "do $$", "no way back");

    a_misspelt_word_is_found_at_what_cannot_follow_it =>
        down("update author set born = 1;\nupdate author sett born = 2;")
            .declaring(SYNTAX).fails("2:20", "born", "syntax error at or near \"born\"");
}
