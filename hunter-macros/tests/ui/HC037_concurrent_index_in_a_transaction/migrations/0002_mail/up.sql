CREATE INDEX CONCURRENTLY users_by_id ON users (id);
