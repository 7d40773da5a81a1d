//! Names that nobody knows, or somebody has already.

use super::super::{broken, up};

broken! {
    Sqlite;

    an_unknown_table_is_found_at_its_statement =>
        up("insert into author values (3, 'Bo', 1);\n\n  insert into authors values (4, 'Cy', 2);")
            .fails("3:3", "insert into authors", "no such table: authors");

    an_unknown_column_is_found_at_its_statement =>
        up("select 1;\nupdate book set titel = 'x';\nselect 2;")
            .fails("2:1", "update book", "no such column: titel");

    an_unknown_column_of_an_insert_is_found_at_its_statement =>
        up("select 1; insert into author (id, nam) values (3, 'Bo');")
            .fails("1:11", "insert into author", "table author has no column named nam");

    an_unknown_function_is_found_at_its_statement =>
        up("select 1;\n\nupdate book\n  set title = make_isbn();")
            .fails("3:1", "update book", "no such function: make_isbn");

    an_unknown_collation_is_found_at_its_statement =>
        up("select 1;\ncreate index by_title on book (title collate german);")
            .fails("2:1", "create index", "no such collation sequence: german");

    an_unknown_module_is_found_at_its_statement =>
        up("select 1;\ncreate virtual table words using fts99 (word);")
            .fails("2:1", "create virtual table", "no such module: fts99");

    an_unknown_schema_is_found_at_its_statement =>
        up("select 1;\ncreate table archive.book (id int);")
            .fails("2:1", "create table archive", "unknown database archive");

    a_table_to_alter_that_is_not_there_is_found_at_its_statement =>
        up("create table loan (id int);\n  alter table boook add isbn text;\nselect 1;")
            .fails("2:3", "alter table boook", "no such table: boook");

    an_index_over_an_unknown_column_is_found_at_its_statement =>
        up("select 1;\ncreate index book_by_titel on book (titel);")
            .fails("2:1", "create index", "no such column: titel");

    an_index_to_drop_that_is_not_there_is_found_at_its_statement =>
        up("select 1;\ndrop index book_by_title;")
            .fails("2:1", "drop index", "no such index: book_by_title");

    a_table_that_exists_is_found_at_its_statement =>
        up("create table loan (id int);\n/* again */ create table author (id int);\ncreate table shelf (id int);")
            .fails("2:13", "create table author", "table author already exists");

    a_column_that_exists_is_found_at_its_statement =>
        up("alter table book add isbn text;\nalter table book add price int;")
            .fails("2:1", "alter table book add price", "duplicate column name: price");

    a_column_that_an_index_needs_is_found_at_the_statement_that_drops_it =>
        up("create index by_price on book (price);\nalter table book drop price;")
            .declaring("lossy = [\"book.price\"]")
            .fails("2:1", "alter table book drop", "error in index by_price after drop column");
}
