-- AlterTable
ALTER TABLE "turn" ADD COLUMN     "told" JSONB NOT NULL DEFAULT '{}';
