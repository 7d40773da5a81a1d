ALTER TABLE users ADD COLUMN mail text, ADD COLUMN phone text;
