//! Text that makes counting hard, and text that is no SQL.

use super::super::{SYNTAX, broken, up};

broken! {
    Sqlite;

    lines_that_end_as_on_windows_count_once =>
        up("create table loan (id int);\r\n\r\n-- €\r\n insert into loan\r\n  select nobody from book;\r\n")
            .fails("4:2", "insert into loan", "no such column: nobody");

    tabs_before_the_word_count_as_one_character_each =>
        up("select 1;\n\t\tcreate\ttabel shelf (id int);")
            .declaring(SYNTAX).fails("2:10", "tabel", "near \"tabel\": syntax error");

    emoji_before_the_word_in_its_line_count_as_one_character =>
        up("insert into author values (3, '😀🎉', 1); create tabel shelf (id int);")
            .declaring(SYNTAX).fails("1:48", "tabel", "near \"tabel\": syntax error");

    emoji_in_the_statement_before_the_word_count_as_one_character =>
        up("select 1;\nselect '😀🎉' a, 'é' b form book;")
            .declaring(SYNTAX).fails("2:22", "form", "near \"form\": syntax error");

    joined_emoji_count_as_the_characters_they_are_made_of =>
        up("select '👩‍👩‍👧' a a;")
            .declaring(SYNTAX).fails("1:18", "a;", "near \"a\": syntax error");

    wide_characters_in_earlier_lines_do_not_count =>
        up("-- äöü € 漢字 😀\ninsert into author values (3, '漢字', 1);\n select nobody from book;")
            .fails("3:2", "select nobody", "no such column: nobody");

    wide_characters_before_a_failure_while_running_do_not_count =>
        up("/* 😀 */ insert into author values (3, 'É😀', 1); insert into author values (3, 'É', 1);")
            .fails("1:49", "insert into author values (3, 'É'", "UNIQUE constraint failed: author.id");

    a_byte_order_mark_is_not_part_of_the_first_line =>
        up("\u{feff}create tabel shelf (id int);")
            .declaring(SYNTAX).fails("1:8", "tabel", "near \"tabel\": syntax error");

    semicolons_in_comments_end_no_statement =>
        up("-- one; two;\n/* three; four; */ select 1; -- five;\ninsert into author values (1, 'Ada', 1); -- six;")
            .fails("3:1", "insert into author", "UNIQUE constraint failed: author.id");

    semicolons_in_quotes_end_no_statement =>
        up("insert into author values (3, 'a;b''c;', 1), (4, 'd;\n\
            e', 1);\n\
            select abs(-9223372036854775808);\n\
            select 2;")
            .fails("3:1", "select abs", "integer overflow");

    quotes_in_names_are_counted =>
        up("create table \"a;\"\"b\" (id int);\ninsert into [a;\"b] values (1); insert into `A;` values (1);")
            .fails("2:32", "insert into `A;`", "no such table: A;");

    a_last_statement_without_a_semicolon_is_found =>
        up("select 1;\ninsert into author values (1, 'Ada', 1)")
            .fails("2:1", "insert into author", "UNIQUE constraint failed: author.id");

    a_last_statement_before_a_comment_is_found =>
        up("select 1;\n  select nobody from book -- who?")
            .fails("2:3", "select nobody", "no such column: nobody");

    the_first_of_two_failing_statements_is_found =>
        up("select abs(-9223372036854775808);\ninsert into author values (1, 'Ada', 1);")
            .fails("1:1", "select abs", "integer overflow");

    a_misspelt_word_behind_a_failure_while_running_is_not_reached =>
        up("insert into author values (1, 'Ada', 1);\ncreate tabel shelf (id int);")
            .declaring(SYNTAX).fails("1:1", "insert into author", "UNIQUE constraint failed: author.id");

    a_misspelt_word_is_found_where_it_is_and_not_where_it_was_before =>
        up("select 1;\nselect 'form' form, form form form\nfrom (select 1 form);")
            .declaring(SYNTAX).fails("2:31", "form", "near \"form\": syntax error");

    a_comma_too_many_is_found_at_what_follows_it =>
        up("create table loan (\n  id int,\n  due date,\n);")
            .declaring(SYNTAX).fails("4:1", ")", "near \")\": syntax error");

    an_operator_too_many_is_found_at_it =>
        up("select 1;\nselect 'a' || || 'b';")
            .declaring(SYNTAX).fails("2:15", "|| 'b'", "near \"||\": syntax error");

    a_string_too_many_is_found_at_it =>
        up("select 1;\nupdate book set title = 'x' 'y: \"z\": w';")
            .declaring(SYNTAX).fails("2:29", "'y: \"z\": w'", "syntax error");

    an_end_that_comes_too_early_is_found_at_the_semicolon =>
        up("create table loan (id int;\nselect 1;")
            .declaring(SYNTAX).fails("1:26", ";", "incomplete input");

    an_end_without_a_semicolon_is_found_behind_the_last_word =>
        up("select 1;\ninsert into author")
            .declaring(SYNTAX).fails("2:19", "", "incomplete input");

    an_end_before_blank_lines_and_a_comment_is_found_behind_the_last_word =>
        up("select 1;\ncreate table loan (\n  id int\n\n-- the end\n")
            .declaring(SYNTAX).fails("3:9", "", "incomplete input");

    a_character_that_means_nothing_is_found_at_it =>
        up("select 1;\nselect '#' a,\n  1 # 2;")
            .declaring(SYNTAX).fails("3:5", "# 2", "unrecognized token: \"#\"");

    a_number_that_is_none_is_found_at_it =>
        up("select 1;\nselect 12, 12monkeys;")
            .declaring(SYNTAX).fails("2:12", "12monkeys", "unrecognized token: \"12monkeys\"");
}
