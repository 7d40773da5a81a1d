-- One row: what an SQLite database holds, as far as its pragmas tell. The ledger is left out.
with user_table as (
    select name from sqlite_schema
    where type = 'table' and name not like 'sqlite\_%' escape '\' and name <> '__hunter_ledger'
), index_fact as (
    select t.name as relation, i.name, i.origin, i."unique" as is_unique,
        (select json_group_array(c.name order by c.seqno) from pragma_index_info(i.name) c) as columns
    from user_table t join pragma_index_list(t.name) i
), foreign_key as (
    select t.name as relation, json_object('columns', json_group_array(f."from" order by f.seq),
        'references_table', f."table", 'references_columns', json_group_array(f."to" order by f.seq),
        'on_update', f.on_update, 'on_delete', f.on_delete) as fact
    from user_table t join pragma_foreign_key_list(t.name) f group by t.name, f.id
)
select json_object(
    'tables', (select json_group_object(t.name, json_object(
        'columns', (select json_group_array(json_object('name', c.name, 'type', c.type,
            'not_null', json(iif(c."notnull", 'true', 'false')), 'default', c.dflt_value) order by c.cid)
            from pragma_table_xinfo(t.name) c),
        'primary_key', (select json_group_array(c.name order by c.pk) from pragma_table_info(t.name) c where c.pk > 0),
        'unique_constraints', (select json_group_array(json(i.columns) order by i.columns) from index_fact i
            where i.relation = t.name and i.origin = 'u'),
        'foreign_keys', (select json_group_array(json(f.fact) order by f.fact) from foreign_key f
            where f.relation = t.name),
        'indexes', (select json_group_array(json_object('name', i.name,
            'unique', json(iif(i.is_unique, 'true', 'false')), 'columns', json(i.columns)) order by i.name)
            from index_fact i where i.relation = t.name and i.origin = 'c')
        )) from user_table t),
    'views', (select json_group_object(v.name, (select json_group_array(c.name order by c.cid)
        from pragma_table_info(v.name) c)) from sqlite_schema v where v.type = 'view'),
    'triggers', (select json_group_array(name order by name) from sqlite_schema where type = 'trigger')
) as j
