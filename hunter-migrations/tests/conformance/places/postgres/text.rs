//! Text that makes counting hard, and text that is no SQL.

use super::super::{SYNTAX, broken, up};

broken! {
    Postgres;

    lines_that_end_as_on_windows_count_once =>
        up("create table loan (id int);\r\n\r\n-- €\r\ninsert into loan\r\n  select nobody from book;\r\n")
            .fails("5:10", "nobody", "column \"nobody\" does not exist");

    tabs_before_the_word_count_as_one_character_each =>
        up("select 1;\n\t\tselect\tnobody from book;")
            .fails("2:10", "nobody", "column \"nobody\" does not exist");

    emoji_before_the_word_in_its_line_count_as_one_character =>
        up("insert into author values (3, '😀🎉', 1); insert into authors values (4);")
            .fails("1:53", "authors", "relation \"authors\" does not exist");

    joined_emoji_count_as_the_characters_they_are_made_of =>
        up("select '👩‍👩‍👧', nobody from book;")
            .fails("1:17", "nobody", "column \"nobody\" does not exist");

    wide_characters_in_earlier_lines_do_not_count =>
        up("-- äöü € 漢字 😀\ninsert into author values (3, '漢字', 1);\nselect nobody from book;")
            .fails("3:8", "nobody", "column \"nobody\" does not exist");

    wide_characters_before_a_failure_while_running_do_not_count =>
        up("/* 😀 */ insert into author values (3, 'É😀', 1); insert into author values (3, 'É', 1);")
            .fails("1:49", "insert into author values (3, 'É'", "Key (id)=(3) already exists");

    a_byte_order_mark_is_not_part_of_the_first_line =>
        up("\u{feff}select nobody from book;")
            .fails("1:8", "nobody", "column \"nobody\" does not exist");

    semicolons_in_comments_end_no_statement =>
        up("-- one; two;\n\
            /* three; /* four; */ */ select 1; -- five;\n\
            insert into author values (1, 'Ada', 1); -- six;")
            .fails("3:1", "insert into author", "Key (id)=(1) already exists");

    semicolons_in_quotes_end_no_statement =>
        up("insert into author values (3, 'a;b', 1), (4, $$c;d$$, 1), (5, $q$e;$$;f$q$, 1), (6, E'g\\';h', 1);\n\
            select 1 / (select 0);\n\
            select 2;")
            .fails("2:1", "select 1 /", "division by zero");

    quotes_in_names_are_counted =>
        up("create table \"a;\"\"b\" (id int);\ninsert into \"a;\"\"b\" values (1); insert into \"A;\" values (1);")
            .fails("2:45", "\"A;\"", "relation \"A;\" does not exist");

    a_last_statement_without_a_semicolon_is_found =>
        up("select 1;\ninsert into author values (1, 'Ada', 1)")
            .fails("2:1", "insert into author", "Key (id)=(1) already exists");

    a_last_statement_before_a_comment_is_found =>
        up("select 1;\nselect nobody from book -- who?")
            .fails("2:8", "nobody", "column \"nobody\" does not exist");

    the_first_of_two_failing_statements_is_found =>
        up("select 1 / (select 0);\ninsert into author values (1, 'Ada', 1);")
            .fails("1:1", "select 1 /", "division by zero");

    an_unknown_name_behind_a_failure_while_running_is_not_reached =>
        up("insert into author values (1, 'Ada', 1);\nselect nobody from book;")
            .fails("1:1", "insert into author", "Key (id)=(1) already exists");

    a_misspelt_word_is_found_at_it =>
        up("create table loan (id int);\ncreate tabel shelf (id int);")
            .declaring(SYNTAX).fails("2:8", "tabel", "syntax error at or near \"tabel\"");

    a_misspelt_word_is_found_before_anything_fails_while_running =>
        up("insert into author values (1, 'Ada', 1);\nselect 'äöü€😀'; selec 1;")
            .declaring(SYNTAX).fails("2:17", "selec 1", "syntax error at or near \"selec\"");

    a_comma_too_many_is_found_at_what_follows_it =>
        up("create table loan (\n  id int,\n  due date,\n);")
            .declaring(SYNTAX).fails("4:1", ")", "syntax error at or near \")\"");

    an_end_that_comes_too_early_is_found_at_the_semicolon =>
        up("create table loan (id int;")
            .declaring(SYNTAX).fails("1:26", ";", "syntax error at or near \";\"");

    an_end_without_a_semicolon_is_found_behind_the_last_word =>
        up("select 1;\ninsert into author")
            .declaring(SYNTAX).fails("2:19", "", "syntax error at or near \";\"");

    an_end_before_blank_lines_and_a_comment_is_found_behind_the_last_word =>
        up("select 1;\ncreate table loan (id int\n\n-- the end\n")
            .declaring(SYNTAX).fails("2:26", "", "syntax error at or near \";\"");

    an_end_before_a_comment_is_found_behind_the_last_word =>
        up("select 1;\nupdate book set -- later")
            .declaring(SYNTAX).fails("2:16", " -- later", "syntax error at or near \";\"");

    a_body_that_is_never_ended_is_found_at_the_end =>
        up("select 1;\ncreate function one() returns int language sql begin atomic select 1;\n-- the end\n")
            .declaring(SYNTAX).fails("2:69", ";", "syntax error at end of input");
}
