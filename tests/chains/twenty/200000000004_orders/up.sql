CREATE TABLE orders (
    id integer PRIMARY KEY,
    customer integer NOT NULL REFERENCES customers (id) ON DELETE CASCADE
);
INSERT INTO runs VALUES ('04');
