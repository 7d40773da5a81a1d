-- Names in upper case, with blanks, dots and quotes, and reserved words.
-- postgres before
CREATE SCHEMA "odd Name";
CREATE TYPE "odd Name"."a.b" AS ENUM ('one');
CREATE TABLE "odd Name"."my table" ("my column" text, "a.b" "odd Name"."a.b");
-- postgres after
CREATE SCHEMA "odd Name";
CREATE TYPE "odd Name"."a.b" AS ENUM ('one', 'it''s');
CREATE TABLE "odd Name"."my table" (
    "my column" varchar(10) NOT NULL DEFAULT 'x', "a.b" "odd Name"."a.b", "select" integer, "say ""hi""" text,
    CONSTRAINT "is it. so" CHECK ("select" > 0)
);
CREATE INDEX "by .select" ON "odd Name"."my table" ("select");
CREATE VIEW "odd Name"."order" AS SELECT "my column" AS "Mine", "a.b" FROM "odd Name"."my table";
CREATE FUNCTION "odd Name"."My fn"("odd Name"."a.b") RETURNS text LANGUAGE sql AS 'SELECT $1::text';
COMMENT ON COLUMN "odd Name"."my table"."say ""hi""" IS 'quoted';
GRANT SELECT ("say ""hi""") ON "odd Name"."my table" TO pg_monitor;
-- postgres up
ALTER TYPE "odd Name"."a.b" ADD VALUE 'it''s';
-- Converts the values of "odd Name"."my table"."my column"; fails where one cannot be.
ALTER TABLE "odd Name"."my table"
    ALTER COLUMN "my column" TYPE character varying(10),
    ALTER COLUMN "my column" SET NOT NULL,
    ALTER COLUMN "my column" SET DEFAULT 'x'::character varying;
ALTER TABLE "odd Name"."my table" ADD COLUMN "select" integer;
ALTER TABLE "odd Name"."my table" ADD COLUMN "say ""hi""" text;
COMMENT ON COLUMN "odd Name"."my table"."say ""hi""" IS 'quoted';
-- Fails where a row of "odd Name"."my table" breaks it.
ALTER TABLE "odd Name"."my table" ADD CONSTRAINT "is it. so" CHECK (("select" > 0));
CREATE INDEX "by .select" ON "odd Name"."my table" USING btree ("select");
CREATE VIEW "odd Name"."order" AS
 SELECT "my table"."my column" AS "Mine",
    "my table"."a.b"
   FROM "odd Name"."my table";
CREATE FUNCTION "odd Name"."My fn"("odd Name"."a.b")
RETURNS text
LANGUAGE sql
AS $$SELECT $1::text$$;
GRANT SELECT ("say ""hi""") ON TABLE "odd Name"."my table" TO pg_monitor;
-- postgres down
DROP FUNCTION "odd Name"."My fn"("odd Name"."a.b");
DROP VIEW "odd Name"."order";
DROP INDEX "odd Name"."by .select";
ALTER TABLE "odd Name"."my table" DROP CONSTRAINT "is it. so";
-- Loses the values of "odd Name"."my table"."select".
ALTER TABLE "odd Name"."my table" DROP COLUMN "select";
-- Loses the values of "odd Name"."my table"."say ""hi""".
ALTER TABLE "odd Name"."my table" DROP COLUMN "say ""hi""";
ALTER TYPE "odd Name"."a.b" RENAME TO "a.b__old";
CREATE TYPE "odd Name"."a.b" AS ENUM ('one');
-- Fails where "odd Name"."my table"."a.b" is 'it''s' in a row.
ALTER TABLE "odd Name"."my table"
    ALTER COLUMN "a.b" TYPE "odd Name"."a.b" USING "a.b"::text::"odd Name"."a.b";
DROP TYPE "odd Name"."a.b__old";
-- Converts the values of "odd Name"."my table"."my column"; fails where one cannot be.
ALTER TABLE "odd Name"."my table"
    ALTER COLUMN "my column" DROP DEFAULT,
    ALTER COLUMN "my column" TYPE text USING "my column"::text,
    ALTER COLUMN "my column" DROP NOT NULL;
