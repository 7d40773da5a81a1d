-- What an SQLite database holds: one JSON object per table, column, foreign key, index, view and trigger of `main`.
-- What no pragma tells is in the text, which goes along. The columns of a virtual table are its module's affair.
with definition as materialized (
    select type, name, tbl_name, sql from main.sqlite_schema
), relation as materialized (
    select l.name, l.type, l.wr, l.strict, s.sql
    from pragma_table_list l join definition s on s.name = l.name and s.type = 'table'
    where l.schema = 'main' and l.type in ('table', 'virtual') and l.name not like 'sqlite\_%' escape '\'
        and lower(l.name) <> lower($ledger$)
), ordinary as materialized (
    select name from relation where type = 'table'
)
select json_object('raw', 'table', 'name', name, 'virtual', type = 'virtual', 'without_rowid', wr, 'strict', strict,
    'sql', sql) as j
from relation
union all
select json_object('raw', 'column', 'table', t.name, 'name', c.name, 'position', c.cid, 'type', c.type,
    'not_null', c."notnull", 'default', c.dflt_value, 'key', c.pk, 'hidden', c.hidden)
from ordinary t join pragma_table_xinfo(t.name, 'main') c
union all
select json_object('raw', 'foreign-key', 'table', t.name, 'id', f.id,
    'columns', json_group_array(f."from" order by f.seq), 'references', f."table",
    'to', json_group_array(f."to" order by f.seq), 'on_update', f.on_update, 'on_delete', f.on_delete)
from ordinary t join pragma_foreign_key_list(t.name, 'main') f
group by t.name, f.id
union all
select json_object('raw', 'index', 'table', t.name, 'name', i.name, 'unique', i."unique", 'origin', i.origin,
    'columns', (select json_group_array(json_object('cid', c.cid, 'name', c.name, 'descending', c."desc",
        'collation', c.coll) order by c.seqno) from pragma_index_xinfo(i.name, 'main') c where c.key),
    'sql', s.sql)
from ordinary t join pragma_index_list(t.name, 'main') i left join definition s on s.name = i.name and s.type = 'index'
union all
select json_object('raw', type, 'table', tbl_name, 'name', name, 'sql', sql)
from definition
where type in ('view', 'trigger') and lower(tbl_name) <> lower($ledger$)
