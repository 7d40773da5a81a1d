//! Code inside of a statement: blocks, functions, triggers. What calls it is to blame, unless the server reads the body
//! when it is made.

use super::super::{broken, up};

broken! {
    Postgres;

    a_failure_in_a_block_is_found_at_the_block =>
        up("select 1;\ndo $$\nbegin\n  perform 1;\n  insert into author values (1, 'Ada', 1);\nend\n$$;\nselect 2;")
            .fails("2:1", "do $$", "duplicate key value violates unique constraint \"author_pkey\"");

    an_unknown_table_in_a_block_is_found_at_the_block =>
        up("do $$ begin perform 1; end $$;\ndo $body$\nbegin\n  delete from authors; -- ;\nend\n$body$;")
            .fails("2:1", "do $body$", "relation \"authors\" does not exist");

    an_exception_of_a_function_is_found_where_it_is_called =>
        up("create function price_of(int) returns int language plpgsql as $$\n\
            begin\n  raise exception 'no book %', $1 using hint = 'buy it';\n\
            end\n\
            $$;\n\
            select 1;\n\
            select price_of(7);")
            .fails("7:1", "select price_of(7)", "no book 7; buy it");

    an_exception_of_a_trigger_is_found_at_what_it_fires_on =>
        up("create function refuse() returns trigger language plpgsql as $f$\n\
            begin\n  raise exception 'the shop is closed';\n\
            end\n\
            $f$;\n\
            create trigger closed before insert on book for each row execute function refuse();\n\
            update book set price = 1;\n\
            insert into book values (3, 1, 'More', 1);")
            .fails("8:1", "insert into book", "the shop is closed");

    text_that_is_executed_is_found_at_what_executes_it =>
        up("create table loan (id int);\ndo $$ begin execute 'drop tabel loan'; end $$;")
            .fails("2:1", "do $$", "syntax error at or near \"tabel\"");

    a_syntax_error_of_a_body_is_found_in_the_body =>
        up("create function one() returns int language plpgsql as $$\nbegin\n  retrun 1;\nend\n$$;")
            .fails("3:3", "retrun", "syntax error at or near \"retrun\"");

    an_unknown_table_in_a_body_of_sql_is_found_in_the_body =>
        up("select '€';\n\
            create function authors() returns bigint language sql as $$\n  select count(*) from authors;\n\
            $$;")
            .fails("3:24", "authors;", "relation \"authors\" does not exist");

    a_view_over_an_unknown_column_is_found_at_its_name =>
        up("create view cheap as\n  select id, titel from book where price < 5;")
            .fails("2:14", "titel", "column \"titel\" does not exist");

    a_column_that_a_view_shows_is_found_at_the_statement_that_alters_it =>
        up("create view cheap as select price from book;\nalter table book alter price type bigint;")
            .fails("2:1", "alter table book", "cannot alter type of a column used by a view");

    a_check_that_does_not_fit_a_new_type_is_found_at_the_statement_that_alters_it =>
        up("alter table book add check (price > 0);\nalter table book alter price type text;")
            .fails("2:1", "alter table book", "operator does not exist: text > integer");

    a_policy_that_needs_an_unknown_table_is_found_at_its_statement =>
        up("create policy own on book using (author_id in (select id from me));")
            .fails("1:1", "create policy", "relation \"me\" does not exist");

    an_index_that_does_not_fit_a_new_type_is_found_at_the_statement_that_alters_it =>
        up("create index cheap on book (id) where price < 5;\nselect 1;\nalter table book alter price type text;")
            .fails("3:1", "alter table book", "operator does not exist: text < integer");

    an_exception_with_another_text_every_time_is_found =>
        up("select 1;\ndo $$ begin raise exception 'late: %', clock_timestamp(); end $$;\nselect 2;")
            .fails("2:1", "do $$", "late: ");

    the_first_of_two_equal_bodies_is_found_in_the_body =>
        up("create function a() returns bigint language sql as $$\n  select count(*) from authors $$;\n\
            create function b() returns bigint language sql as $$\n  select count(*) from authors $$;")
            .fails("2:24", "authors", "relation \"authors\" does not exist");
}
