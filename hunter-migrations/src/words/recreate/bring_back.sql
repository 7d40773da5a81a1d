do $hunter$
declare
  kept jsonb := nullif(current_setting('hunter.recreate', true), '');
  role text := current_setting('role');
  checks text := current_setting('check_function_bodies');
  path text := current_setting('search_path');
  item jsonb;
  said jsonb;
  says text;
  is_relation boolean;
  is_there boolean;
  is_ours boolean;
  is_usual boolean;
  class oid;
  id oid;
  home oid;
  word text;
  part integer;
  acl aclitem[];
  owner oid;
  schema oid;
  objects "char";
  is_unsaid boolean;
begin
  -- A script that ended the transaction is told so behind this.
  if kept is null then return; end if;
  -- It may have become another role, and names that are not written whole are the server's own.
  perform set_config('check_function_bodies', 'off', true), set_config('role', kept->>'role', true),
    set_config('search_path', 'pg_catalog, pg_temp', true);
  for item in select i from jsonb_array_elements(kept->'items') with ordinality e (i, at) order by at loop
    is_relation := item->>'kind' = 'relation';
    home := coalesce(to_regclass(item->>'inside')::oid, (select c.oid from pg_class c where c.oid = (item->>'home')::oid));
    -- What belonged to something that is gone is gone with it.
    continue when item->>'inside' is not null and home is null;
    begin
      id := case item->>'kind' when 'relation' then to_regclass(item->>'name')::oid when 'routine' then to_regprocedure(item->>'name')::oid end;
    exception when undefined_object or invalid_schema_name then
      -- A routine that takes a type which is not there.
      id := null;
    end;
    is_there := case item->>'kind'
      when 'policy' then exists (select from pg_policy where polname = item->>'name' and polrelid = home)
      when 'trigger' then exists (select from pg_trigger where tgname = item->>'name' and tgrelid = home)
      when 'rule' then exists (select from pg_rewrite where rulename = item->>'name' and ev_class = home)
      else id is not null end;
    is_ours := not is_there and not (item->>'is_dropped')::boolean;
    continue when not is_there and not is_ours;
    if is_ours then
      if item->>'inside' is not null and to_regclass(item->>'inside') is null then
        raise exception '% is called % now', item->>'inside', home::regclass;
      end if;
      execute item->>'text';
      for says in select jsonb_array_elements_text(nullif(item->'parts', 'null')) loop
        execute says;
      end loop;
    end if;
    id := case item->>'kind' when 'relation' then to_regclass(item->>'name')::oid when 'routine' then to_regprocedure(item->>'name')::oid end;
    word := case when is_relation then
      (select case relkind when 'v' then 'view' when 'm' then 'materialized view' when 'f' then 'foreign table' else 'table' end
      from pg_class c where c.oid = id) end;
    class := case when is_relation then 'pg_class'::regclass::oid else 'pg_proc'::regclass::oid end;
    if id is not null then
      select c.relowner, c.relacl, c.relnamespace into owner, acl, schema from pg_class c where is_relation and c.oid = id
      union all
      select p.proowner, p.proacl, p.pronamespace from pg_proc p where not is_relation and p.oid = id;
      objects := case when is_relation then 'r'::"char" else 'f' end;
      -- Whom the script gave it to is the script's affair.
      if owner = (select r.oid from pg_roles r where rolname = current_user) and owner <> to_regrole(item->>'owner') then
        execute format('alter %s owner to %s', coalesce(word || ' ' || (item->>'name'), item->>'what'), item->>'owner');
      end if;
      -- What the server gave by its defaults nobody said, where the script says nothing of rights.
      is_unsaid := is_ours or not (kept->>'grants')::boolean and not exists (
        select e.grantee, e.privilege_type from aclexplode(acl) e
        except
        select e.grantee, e.privilege_type from (
          select coalesce((select d.defaclacl from pg_default_acl d
            where d.defaclrole = owner and d.defaclnamespace = 0 and d.defaclobjtype = objects), acldefault(objects, owner))
          union all
          select d.defaclacl from pg_default_acl d
          where d.defaclrole = owner and d.defaclnamespace = schema and d.defaclobjtype = objects) d (given)
        cross join lateral aclexplode(d.given) e);
      is_usual := (item->>'is_usual')::boolean and (acl is null or not is_unsaid);
      if not is_usual then
        -- What the script granted stays, but not what everybody may do unless somebody says that they may not.
        for says in select distinct case grantee when 0 then 'public' else grantee::regrole::text end
          from aclexplode(coalesce(acl, acldefault(objects, owner)))
          where is_unsaid or acl is null or grantee = 0 and not is_relation loop
          execute format('revoke all on %s %s from %s', case when is_relation then 'table' else 'routine' end, item->>'name', says);
        end loop;
      end if;
    end if;
    for said in select jsonb_array_elements(nullif(item->'said', 'null')) loop
      continue when not (said->>0)::boolean and is_usual;
      if not is_ours then
        -- What the script made anew may have other columns, and remarks of its own.
        part := 0;
        if said->>1 is not null then
          select attnum into part from pg_attribute where attrelid = id and attname = said->>1 and not attisdropped;
          continue when not found;
        end if;
        continue when (said->>0)::boolean and (id is null or exists (
          select from pg_description where objoid = id and classoid = class and objsubid = part));
      end if;
      -- The script may have made a table of a view.
      execute regexp_replace(said->>2, '^comment on (materialized )?view ', 'comment on ' || coalesce(word, '') || ' ');
    end loop;
  end loop;
  perform set_config('hunter.recreate', '', true), set_config('check_function_bodies', checks, true),
    set_config('role', role, true), set_config('search_path', path, true);
exception when others then
  if item is null or sqlstate in ('55P03', '57014', '40P01') then raise; end if;
  raise exception using message = format('%s cannot be created again: %s', item->>'what', sqlerrm),
    errcode = '40001', constraint = 'hunter:recreate';
end $hunter$
