-- AlterTable
ALTER TABLE "catchable_event" ADD COLUMN "workflow_id" UUID;
