-- Names with blanks, dots and quotes, and reserved words.
-- sqlite before
CREATE TABLE "my table" ("my column" text, "a.b" integer);
-- sqlite after
CREATE TABLE "my table" (
    "my column" text NOT NULL DEFAULT 'x', "a.b" integer, "select" integer, "say ""hi""" text,
    CONSTRAINT "is it. so" CHECK ("select" > 0)
);
CREATE INDEX "by .select" ON "my table" ("select");
CREATE VIEW "order" AS SELECT "my column" AS "mine", "a.b" FROM "my table";
CREATE TRIGGER "on.it" AFTER INSERT ON "my table" BEGIN UPDATE "my table" SET "select" = 1; END;
-- sqlite up
CREATE TABLE "hunter_new_my table" (
    "my column" text NOT NULL DEFAULT 'x',
    "a.b" integer,
    "select" integer,
    "say ""hi""" text,
    CONSTRAINT "is it. so" CHECK ("select" > 0)
);
-- fails on rows of "my table" of which this is not so: "select" > 0
INSERT INTO "hunter_new_my table" (rowid, "my column", "a.b")
SELECT rowid, coalesce("my column", 'x'), "a.b" FROM "my table";
DROP TABLE "my table";
ALTER TABLE "hunter_new_my table" RENAME TO "my table";
CREATE INDEX "by .select" ON "my table" ("select");
CREATE VIEW "order" AS
select "my column" as mine, "a.b" from "my table";
CREATE TRIGGER "on.it" AFTER INSERT ON "my table" FOR EACH ROW
BEGIN
    update "my table" set "select" = 1;
END;
-- sqlite down
DROP TRIGGER "on.it";
DROP VIEW "order";
DROP INDEX "by .select";
CREATE TABLE "hunter_new_my table" (
    "my column" text,
    "a.b" integer
);
INSERT INTO "hunter_new_my table" (rowid, "my column", "a.b")
SELECT rowid, "my column", "a.b" FROM "my table";
-- loses the values of "my table"."select"
-- loses the values of "my table"."say ""hi"""
DROP TABLE "my table";
ALTER TABLE "hunter_new_my table" RENAME TO "my table";
