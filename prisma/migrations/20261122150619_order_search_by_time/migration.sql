-- What was indexed so far is filled in again when the server starts.
TRUNCATE "execution_search";

-- DropIndex
DROP INDEX "execution_search_terms_idx";

-- AlterTable
ALTER TABLE "execution_search" ADD COLUMN     "created_at" TIMESTAMPTZ(3) NOT NULL;

-- CreateTable
CREATE TABLE "execution_term" (
    "term" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "execution_id" UUID NOT NULL,

    CONSTRAINT "execution_term_pkey" PRIMARY KEY ("term","created_at","execution_id")
);

-- Which terms are frequent decides how a list is read.
ALTER TABLE "execution_term" ALTER COLUMN "term" SET STATISTICS 1000;

-- Terms go with their execution; they hold no reference of their own, which would cost every insert a lookup.
CREATE FUNCTION "forget_execution_terms"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM "execution_term" t
  USING (SELECT unnest("terms") AS "term", "created_at", "execution_id" FROM "gone") g
  WHERE t."term" = g."term" AND t."created_at" = g."created_at" AND t."execution_id" = g."execution_id";
  RETURN NULL;
END $$;

CREATE TRIGGER "execution_search_forget_terms" AFTER DELETE ON "execution_search"
REFERENCING OLD TABLE AS "gone" FOR EACH STATEMENT EXECUTE FUNCTION "forget_execution_terms"();
