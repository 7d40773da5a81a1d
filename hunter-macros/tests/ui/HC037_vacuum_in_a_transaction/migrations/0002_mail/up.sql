PRAGMA journal_mode = WAL;
VACUUM;
