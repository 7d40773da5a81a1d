INSERT INTO seen VALUES ('first');
INSERT INTO big SELECT generate_series(1, 20000);
CREATE UNIQUE INDEX CONCURRENTLY big_by_n ON big (n);
INSERT INTO seen VALUES ('last');
