//! Rows that a statement cannot do with, or that it may not make.

use super::super::{broken, up};

broken! {
    Sqlite;

    the_third_insert_of_a_batch_is_found =>
        up("insert into author values (3, 'Bo', 1);\n\
            insert into author values (4, 'Cy', 1);\n\
            insert into author values (3, 'Di', 1);\n\
            insert into author values (5, 'Ed', 1);")
            .fails("3:1", "insert into author values (3, 'Di'", "UNIQUE constraint failed: author.id");

    an_overflow_in_the_middle_is_found =>
        up("create table loan (id int);\n\n  update book set price = abs(-9223372036854775808);\n\n\
            create table shelf (id int);")
            .fails("3:3", "update book", "integer overflow");

    a_text_where_a_number_belongs_is_found_at_its_statement =>
        up("create table shelf (code int) strict;\ninsert into shelf values (1);\ninsert into shelf values ('ten');")
            .fails("3:1", "insert into shelf values ('ten')", "cannot store TEXT value in INT column shelf.code");

    a_text_that_is_no_json_is_found_at_its_statement =>
        up("select 1;\nupdate book set price = json_extract(title, '$.price');")
            .fails("2:1", "update book", "malformed JSON");

    not_null_over_rows_with_nulls_is_found_where_the_rows_are_copied =>
        up("create table book_new (id int primary key, price int not null);\n\
            insert into book_new select id, price from book;\n\
            select 1;")
            .fails("2:1", "insert into book_new", "NOT NULL constraint failed: book_new.price");

    a_new_column_without_a_value_for_its_rows_is_found =>
        up("select 1;\nalter table book add isbn text not null;")
            .fails("2:1", "alter table book", "Cannot add a NOT NULL column with default value NULL");

    a_null_where_none_may_be_is_found =>
        up("select 1;\ninsert into author (id) values (3);")
            .fails("2:1", "insert into author", "NOT NULL constraint failed: author.name");

    a_row_that_refers_to_nothing_is_found =>
        up("insert into author values (3, 'Bo', 1);\ninsert into book values (3, 4, 'Lost', 1);\nselect 1;")
            .fails("2:1", "insert into book", "FOREIGN KEY constraint failed");

    a_row_that_others_refer_to_is_found =>
        up("delete from book where id = 2;\ndelete from author where id = 1;")
            .fails("2:1", "delete from author", "FOREIGN KEY constraint failed");

    a_unique_index_over_duplicates_is_found =>
        up("alter table book add isbn text;\ncreate unique index book_title on book (title);")
            .fails("2:1", "create unique index", "UNIQUE constraint failed: book.title");

    a_check_that_a_row_violates_is_found =>
        up("create table shelf (code text check (length(code) < 4));\n\tinsert into shelf values ('abc');\n\tinsert into shelf values ('abcd');")
            .fails("3:2", "insert into shelf values ('abcd')", "CHECK constraint failed");

    more_values_than_columns_are_found_at_their_statement =>
        up("select 1;\ninsert into author\nvalues (3, 'Bo', 1, true);")
            .fails("2:1", "insert into author", "table author has 3 columns but 4 values were supplied");

    fewer_values_than_columns_are_found_at_their_statement =>
        up("select 1;\ninsert into author (id, name, born)\nvalues (3, 'Bo');")
            .fails("2:1", "insert into author", "2 values for 3 columns");

    a_failure_that_rolls_back_by_itself_is_found =>
        up("insert into author values (3, 'Bo', 1);\ninsert or rollback into author values (3, 'Cy', 1);\nselect 1;")
            .fails("2:1", "insert or rollback", "UNIQUE constraint failed: author.id");

    a_constraint_checked_at_the_commit_is_no_statements_fault =>
        up("create table loan (book_id int references book (id) deferrable initially deferred);\n\
            insert into loan values (7);\n\
            select 1;")
            .fails("", "", "FOREIGN KEY constraint failed");

    a_rebuilt_table_that_rows_refer_to_in_vain_is_no_statements_fault =>
        up("create table author_new (id int primary key, name text not null, born int);\n\
            insert into author_new select * from author where id > 1;\n\
            drop table author;\n\
            alter table author_new rename to author;")
            .declaring("lossy = [\"author\"]")
            .fails("", "", "would leave rows that refer to nothing: book row 1 -> author");
}
