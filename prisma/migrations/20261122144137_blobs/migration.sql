-- AlterTable
ALTER TABLE "execution_event" ADD COLUMN     "blobs" INTEGER;

-- CreateTable
CREATE TABLE "blob" (
    "execution_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "fact" INTEGER NOT NULL,
    "field" TEXT NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "blob_pkey" PRIMARY KEY ("execution_id","seq","fact","field")
);

-- AddForeignKey
ALTER TABLE "blob" ADD CONSTRAINT "blob_execution_id_fkey" FOREIGN KEY ("execution_id") REFERENCES "execution"("id") ON DELETE CASCADE ON UPDATE CASCADE;
