select p.oid from pg_proc p join pg_namespace s on s.oid = pronamespace
      where proname = parts[cardinality(parts)] and nspname <> 'pg_catalog'
        and case cardinality(parts) when 1 then pg_function_is_visible(p.oid) when 2 then nspname = parts[1] end
