-- AlterTable
ALTER TABLE "execution" ADD COLUMN     "cancel_request" JSONB,
ADD COLUMN     "child_index" INTEGER,
ADD COLUMN     "idempotency_key" TEXT,
ADD COLUMN     "parent_id" UUID,
ADD COLUMN     "parent_pause_id" TEXT,
ADD COLUMN     "request_hash" TEXT;

-- AlterTable
ALTER TABLE "pause" ADD COLUMN     "event_key" TEXT,
ADD COLUMN     "event_name" TEXT;

-- CreateTable
CREATE TABLE "worker" (
    "id" UUID NOT NULL,
    "lock_key" BIGINT NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "version" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "heartbeat_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "worker_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "catchable_event" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "environment" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "message_id" TEXT,
    "delivered" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "catchable_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "catchable_event_organization_id_environment_name_key_idx" ON "catchable_event"("organization_id", "environment", "name", "key");

-- CreateIndex
CREATE UNIQUE INDEX "catchable_event_organization_id_environment_message_id_key" ON "catchable_event"("organization_id", "environment", "message_id");

-- CreateIndex: only executions that somebody drives
CREATE INDEX "execution_owner_idx" ON "execution"("owner") WHERE "owner" IS NOT NULL;

-- CreateIndex: only executions that wake by themselves
CREATE INDEX "execution_wake_at_idx" ON "execution"("wake_at") WHERE "wake_at" IS NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "execution_organization_id_environment_idempotency_key_key" ON "execution"("organization_id", "environment", "idempotency_key");

-- CreateIndex
CREATE UNIQUE INDEX "execution_parent_pause_id_child_index_key" ON "execution"("parent_pause_id", "child_index");

-- CreateIndex
CREATE INDEX "pause_organization_id_environment_event_name_event_key_idx" ON "pause"("organization_id", "environment", "event_name", "event_key");

-- AddForeignKey
ALTER TABLE "catchable_event" ADD CONSTRAINT "catchable_event_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;
