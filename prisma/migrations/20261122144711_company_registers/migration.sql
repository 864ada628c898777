-- AlterTable
ALTER TABLE "list" ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'sanctions';

-- CreateTable
CREATE TABLE "company_entry" (
    "id" BIGSERIAL NOT NULL,
    "version_id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "identifiers" TEXT[],
    "keys" TEXT[],
    "record" JSONB NOT NULL,

    CONSTRAINT "company_entry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "company_entry_version_id_idx" ON "company_entry"("version_id");

-- CreateIndex
CREATE INDEX "company_entry_identifiers_idx" ON "company_entry" USING GIN ("identifiers");

-- CreateIndex
CREATE INDEX "company_entry_keys_idx" ON "company_entry" USING GIN ("keys");

-- AddForeignKey
ALTER TABLE "company_entry" ADD CONSTRAINT "company_entry_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "list_version"("id") ON DELETE CASCADE ON UPDATE CASCADE;
