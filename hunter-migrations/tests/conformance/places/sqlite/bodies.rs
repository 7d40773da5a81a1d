//! Code inside of a statement: triggers and views. What fires or reads them is to blame, unless the engine refuses
//! them when they are made.

use super::super::{SYNTAX, broken, up};

broken! {
    Sqlite;

    what_a_trigger_raises_is_found_at_what_it_fires_on =>
        up("create trigger closed before insert on book begin\n  select 1;\n  select raise(abort, 'the shop is closed');\n\
            end;\n\
            update book set price = 1;\n\
            insert into book values (3, 1, 'More', 1);")
            .fails("6:1", "insert into book", "the shop is closed");

    what_rolls_back_by_itself_in_a_trigger_is_found_at_what_it_fires_on =>
        up("create trigger closed before delete on book begin select raise(rollback, 'no; never'); end;\n\
            select 1;\n  delete from book where id = 1;\n\
            select 2;")
            .fails("3:3", "delete from book", "no; never");

    a_failure_in_a_trigger_is_found_at_what_it_fires_on =>
        up("create trigger twice after update on book begin\n  insert into author values (1, 'Ada', 1);\n\
            end;\n\
            update book set price = 1;")
            .fails("4:1", "update book", "UNIQUE constraint failed: author.id");

    an_unknown_table_in_a_trigger_is_found_at_what_it_fires_on =>
        up("create trigger noted after update on book begin insert into notes values (1); end;\n\
            update book set price = 1;")
            .fails("2:1", "update book", "no such table: main.notes");

    a_trigger_on_an_unknown_table_is_found_at_its_statement =>
        up("select 1;\ncreate trigger noted after update on books begin select 1; select 2; end;")
            .fails("2:1", "create trigger", "no such table: main.books");

    a_misspelt_word_in_a_trigger_is_found_at_it =>
        up("create trigger noted after update on book begin\n  select 1;\n  updat book set price = 1;\n\
            end;\n\
            select 1;")
            .declaring(SYNTAX).fails("3:3", "updat", "near \"updat\": syntax error");

    an_unknown_column_of_a_view_is_found_at_what_reads_it =>
        up("create view cheap as select id, titel from book;\nselect 1;\nselect count(*) from cheap;")
            .fails("3:1", "select count(*)", "no such column: titel");

    a_view_that_reads_a_renamed_column_is_found_at_the_statement_that_renames_another =>
        up("create view old as select nobody from book;\nalter table book rename column title to name;")
            .fails("2:1", "alter table book", "error in view old");
}
