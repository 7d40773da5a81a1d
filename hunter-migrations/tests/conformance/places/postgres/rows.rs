//! Rows that a statement cannot do with, or that it may not make.

use super::super::{broken, up};

broken! {
    Postgres;

    the_third_insert_of_a_batch_is_found =>
        up("insert into author values (3, 'Bo', 1);\n\
            insert into author values (4, 'Cy', 1);\n\
            insert into author values (3, 'Di', 1);\n\
            insert into author values (5, 'Ed', 1);")
            .fails("3:1", "insert into author values (3, 'Di'", "Key (id)=(3) already exists");

    a_division_by_zero_in_the_middle_is_found =>
        up("create table loan (id int);\n\n  update book set price = price / (price - 10);\n\n\
            create table shelf (id int);")
            .fails("3:3", "update book", "division by zero");

    a_text_where_a_number_belongs_is_found_at_it =>
        up("insert into book values\n  (3, 1, 'Ten', 'ten');")
            .fails("2:17", "'ten'", "invalid input syntax for type integer: \"ten\"");

    a_date_that_does_not_exist_is_found_at_it =>
        up("update author set born = 1\n  where date '2025-02-30' < now();")
            .fails("2:14", "'2025-02-30'", "date/time field value out of range");

    a_value_that_no_enum_has_is_found_at_it =>
        up("create type mood as enum ('glad');\n\
            create table reader (feels mood);\n\
            insert into reader values ('glad'), ('sad');")
            .fails("3:38", "'sad'", "invalid input value for enum mood: \"sad\"");

    rows_that_do_not_cast_are_found_at_the_statement_that_casts =>
        up("select 1;\nalter table book\n  alter title type int using title::int;")
            .fails("2:1", "alter table book", "invalid input syntax for type integer: \"Notes\"");

    a_type_that_does_not_cast_by_itself_is_found_at_its_statement =>
        up("select 1; alter table book alter title type int;")
            .fails("1:11", "alter table book", "cannot be cast automatically");

    not_null_over_rows_with_nulls_is_found =>
        up("create table loan (id int);\nalter table book alter price set not null;")
            .fails("2:1", "alter table book", "column \"price\" of relation \"book\" contains null values");

    a_null_where_none_may_be_is_found =>
        up("select 1;\ninsert into author (id) values (3);")
            .fails("2:1", "insert into author", "null value in column \"name\"");

    a_row_that_refers_to_nothing_is_found =>
        up("insert into author values (3, 'Bo', 1);\ninsert into book values (3, 4, 'Lost', 1);\nselect 1;")
            .fails("2:1", "insert into book", "Key (author_id)=(4) is not present in table \"author\"");

    a_row_that_others_refer_to_is_found =>
        up("delete from book where id = 2;\ndelete from author where id = 1;")
            .fails("2:1", "delete from author", "is still referenced from table \"book\"");

    a_unique_index_over_duplicates_is_found =>
        up("alter table book add isbn text;\ncreate unique index book_title on book (title);")
            .fails("2:1", "create unique index", "Key (title)=(Notes) is duplicated");

    a_check_that_rows_violate_is_found =>
        up("select 1;\n\talter table book add constraint book_cheap check (price < 5);")
            .fails("2:2", "alter table book", "check constraint \"book_cheap\" of relation \"book\" is violated by some row");

    a_text_that_is_too_long_is_found =>
        up("create table shelf (code varchar(3));\n\
            insert into shelf values ('abc');\n\
            insert into shelf values ('abcd');")
            .fails("3:1", "insert into shelf values ('abcd')", "value too long for type character varying(3)");

    more_values_than_columns_are_found_at_the_first_too_many =>
        up("insert into author\nvalues (3, 'Bo', 1, true);")
            .fails("2:21", "true", "INSERT has more expressions than target columns");

    fewer_values_than_columns_are_found_at_the_first_without_one =>
        up("insert into author (id, name, born)\nvalues (3, 'Bo');")
            .fails("1:31", "born)", "INSERT has more target columns than expressions");

    a_subquery_with_two_rows_is_found_at_its_statement =>
        up("select 1;\nupdate book set price = (select id from author);")
            .fails("2:1", "update book", "more than one row returned by a subquery");

    a_constraint_checked_at_the_commit_is_no_statements_fault =>
        up("create table loan (book_id int references book (id) deferrable initially deferred);\n\
            insert into loan values (7);\n\
            select 1;")
            .fails("", "", "Key (book_id)=(7) is not present in table \"book\"");
}
