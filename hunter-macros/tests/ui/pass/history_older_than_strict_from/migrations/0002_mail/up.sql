BEGIN;
ALTER TABLE users ADD mail text;
COMMIT;
