-- Storage, compression, statistics target and options of columns change, come and go.
-- postgres before
CREATE TABLE users (a text, b text, c text);
ALTER TABLE users ALTER b SET STORAGE EXTERNAL, ALTER b SET COMPRESSION pglz, ALTER b SET STATISTICS 500, ALTER b SET (n_distinct = 5);
ALTER TABLE users ALTER c SET STORAGE MAIN, ALTER c SET STATISTICS 100, ALTER c SET (n_distinct = 7, n_distinct_inherited = 3);
-- postgres after
CREATE TABLE users (a text, b text, c text);
ALTER TABLE users ALTER a SET STORAGE MAIN, ALTER a SET COMPRESSION pglz, ALTER a SET STATISTICS 0, ALTER a SET (n_distinct = 2);
ALTER TABLE users ALTER c SET STORAGE EXTERNAL, ALTER c SET STATISTICS 200, ALTER c SET (n_distinct = 8);
-- postgres up
ALTER TABLE public.users
    ALTER COLUMN a SET COMPRESSION pglz,
    ALTER COLUMN a SET (n_distinct=2),
    ALTER COLUMN a SET STATISTICS 0,
    ALTER COLUMN a SET STORAGE MAIN;
ALTER TABLE public.users
    ALTER COLUMN b SET COMPRESSION default,
    ALTER COLUMN b RESET (n_distinct),
    ALTER COLUMN b SET STATISTICS -1,
    ALTER COLUMN b SET STORAGE EXTENDED;
ALTER TABLE public.users
    ALTER COLUMN c SET (n_distinct=8),
    ALTER COLUMN c RESET (n_distinct_inherited),
    ALTER COLUMN c SET STATISTICS 200,
    ALTER COLUMN c SET STORAGE EXTERNAL;
-- postgres down
ALTER TABLE public.users
    ALTER COLUMN a SET COMPRESSION default,
    ALTER COLUMN a RESET (n_distinct),
    ALTER COLUMN a SET STATISTICS -1,
    ALTER COLUMN a SET STORAGE EXTENDED;
ALTER TABLE public.users
    ALTER COLUMN b SET COMPRESSION pglz,
    ALTER COLUMN b SET (n_distinct=5),
    ALTER COLUMN b SET STATISTICS 500,
    ALTER COLUMN b SET STORAGE EXTERNAL;
ALTER TABLE public.users
    ALTER COLUMN c SET (n_distinct=7, n_distinct_inherited=3),
    ALTER COLUMN c SET STATISTICS 100,
    ALTER COLUMN c SET STORAGE MAIN;
