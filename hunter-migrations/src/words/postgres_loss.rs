//! PostgreSQL's side of "no step drops what was not announced": checks inside the step's own message.
//!
//! Tables and columns are followed by their numbers, so a rename is not a loss, and a table that is dropped and made
//! again under its name is one.

use hunter_chain::Dialect;

use super::LossWords;
use crate::ledger::LedgerName;

pub(super) const WORDS: LossWords = LossWords { hold, before, after };

fn quote(text: &str) -> String {
    Dialect::Postgres.quote_literal(text)
}

fn hold(announced: &str) -> String {
    format!(
        "do $hunter$ declare r record; has_rows boolean; sees text := current_setting('row_security'); begin \
         perform set_config('row_security', 'off', true); \
         for r in select k->>0 as t, k->>1 as c from json_array_elements({}::json) k loop \
         if to_regclass(r.t) is not null and (r.c is null or exists (select from pg_attribute a \
         where a.attrelid = to_regclass(r.t) and a.attname = r.c and not a.attisdropped)) then \
         execute format('lock table %s in access exclusive mode', r.t); \
         execute format('select exists (select from %s where %s)', r.t, \
         case when r.c is null then 'true' else format('%I is not null', r.c) end) into has_rows; \
         if has_rows then raise exception using message = 'rows would be lost', \
         detail = json_build_array(json_build_array(r.t, r.c))::text, errcode = '40001', constraint = 'hunter:rows'; \
         end if; end if; end loop; perform set_config('row_security', sees, true); end $hunter$",
        quote(announced)
    )
}

fn before(name: &LedgerName) -> String {
    format!(
        "do $hunter$ begin perform set_config('hunter.before', (select coalesce(json_agg(json_build_array(\
         c.oid, format('%I.%I', n.nspname, c.relname), a.attnum, a.attname)), '[]')::text \
         from pg_class c join pg_namespace n on n.oid = c.relnamespace \
         left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped \
         where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema') \
         and n.nspname !~ '^pg_(toast|temp)' and not (n.nspname = {} and c.relname = {})), true); end $hunter$",
        quote(name.schema.as_deref().unwrap_or("public")),
        quote(&name.table)
    )
}

fn after(announced: &str) -> String {
    format!(
        "do $hunter$ declare gone text; begin \
         select json_agg(json_build_array(x.t, x.c))::text into gone from (\
         select distinct e->>1 as t, case when exists (select from pg_class c where c.oid = (e->>0)::oid) then e->>3 end as c \
         from json_array_elements(current_setting('hunter.before')::json) e \
         where not exists (select from pg_class c where c.oid = (e->>0)::oid) or (e->>2 is not null and not exists (\
         select from pg_attribute a where a.attrelid = (e->>0)::oid and a.attnum = (e->>2)::int and not a.attisdropped))) x \
         where not exists (select from json_array_elements({}::json) k \
         where k->>0 = x.t and (k->>1 is null or k->>1 = x.c)); \
         if gone is not null then raise exception using message = 'the script drops what was not announced', \
         detail = gone, errcode = '40001', constraint = 'hunter:loss'; end if; end $hunter$",
        quote(announced)
    )
}
