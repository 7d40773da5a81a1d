//! Names that nobody knows, or somebody has already.

use super::super::{broken, up};

broken! {
    Postgres;

    an_unknown_table_is_found_at_its_name =>
        up("insert into author values (3, 'Bo', 1);\n\ninsert into authors values (4, 'Cy', 2);")
            .fails("3:13", "authors values", "relation \"authors\" does not exist");

    an_unknown_column_is_found_at_its_name_and_the_nearest_one_is_told =>
        up("update book\n   set price = 1\n where book.titel = 'Notes';")
            .fails("3:8", "book.titel", "Perhaps you meant to reference the column \"book.title\"");

    an_unknown_column_of_an_insert_is_found_at_its_name =>
        up("insert into author (id, nam) values (3, 'Bo');")
            .fails("1:25", "nam)", "column \"nam\" of relation \"author\" does not exist");

    an_unknown_function_is_found_at_its_name =>
        up("update book\n  set title = make_isbn();")
            .fails("2:15", "make_isbn()", "function make_isbn() does not exist");

    an_unknown_function_of_a_default_is_found_at_its_statement =>
        up("create table loan (id int);\nalter table book\n  add isbn text default make_isbn();")
            .fails("2:1", "alter table book", "function make_isbn() does not exist");

    an_unknown_type_is_found_at_its_name =>
        up("create table loan (\n  id int primary key,\n  kind loan_kind not null\n);")
            .fails("3:8", "loan_kind", "type \"loan_kind\" does not exist");

    an_unknown_schema_is_found_at_the_name_with_it =>
        up("create table archive.book (id int);")
            .fails("1:14", "archive.book", "schema \"archive\" does not exist");

    an_unknown_operator_is_found_at_it =>
        up("delete from book where title = price;")
            .fails("1:30", "= price", "operator does not exist: text = integer");

    an_unknown_sequence_is_found_at_its_name =>
        up("create table loan (id int default nextval('loan_ids'));")
            .fails("1:43", "'loan_ids'", "relation \"loan_ids\" does not exist");

    a_table_to_alter_that_is_not_there_is_found_at_its_statement =>
        up("create table loan (id int);\n  alter table boook add isbn text;\nselect 1;")
            .fails("2:3", "alter table boook", "relation \"boook\" does not exist");

    an_index_over_an_unknown_column_is_found_at_its_statement =>
        up("select 1;\ncreate index book_by_titel on book (titel);")
            .fails("2:1", "create index", "column \"titel\" does not exist");

    a_constraint_to_drop_that_is_not_there_is_found_at_its_statement =>
        up("alter table book add isbn text;\nalter table book drop constraint book_isbn_key;")
            .fails("2:1", "alter table book drop", "constraint \"book_isbn_key\" of relation \"book\" does not exist");

    a_table_that_exists_is_found_at_its_statement =>
        up("create table loan (id int);\n/* again */ create table author (id int);\ncreate table shelf (id int);")
            .fails("2:13", "create table author", "relation \"author\" already exists");

    a_column_that_exists_is_found_at_its_statement =>
        up("alter table book add isbn text;\nalter table book add price int;")
            .fails("2:1", "alter table book add price", "column \"price\" of relation \"book\" already exists");

    what_others_depend_on_is_found_at_its_statement_with_what_depends =>
        up("create view born as select born from author;\ndrop table author;")
            .declaring("lossy = [\"author\"]")
            .fails("2:1", "drop table author", "constraint book_author_id_fkey on table book depends on table author");

    a_right_that_is_missing_is_found_at_its_statement =>
        up("set local role pg_monitor;\nselect 1;\ninsert into author values (3, 'Bo', 1);")
            .fails("3:1", "insert into author", "permission denied for table author");
}
