select null::text from pinned where set_config(name, was, true) is null
