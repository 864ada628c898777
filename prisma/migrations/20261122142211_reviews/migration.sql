-- AlterTable
ALTER TABLE "membership" ADD COLUMN     "away_since" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "pause" ADD COLUMN     "awaits_assignee" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "due_notice" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "priority" INTEGER NOT NULL DEFAULT 3,
ADD COLUMN     "proposal" JSONB,
ADD COLUMN     "revision" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "snoozed_until" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "review_action" (
    "id" UUID NOT NULL,
    "pause_id" TEXT NOT NULL,
    "organization_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "actor" JSONB NOT NULL,
    "data" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "review_action_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_rota" (
    "workflow_id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "assigned_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "review_rota_pkey" PRIMARY KEY ("workflow_id","user_id")
);

-- CreateTable
CREATE TABLE "notice" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "pause_id" TEXT NOT NULL,
    "occasion" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "read_at" TIMESTAMPTZ(3),
    "mail_state" TEXT NOT NULL DEFAULT 'pending',
    "mail_claimed_at" TIMESTAMPTZ(3),
    "mail_tries" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "review_action_pause_id_at_id_idx" ON "review_action"("pause_id", "at", "id");

-- CreateIndex
CREATE INDEX "notice_organization_id_user_id_created_at_id_idx" ON "notice"("organization_id", "user_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "notice_pause_id_user_id_type_occasion_key" ON "notice"("pause_id", "user_id", "type", "occasion");

-- AddForeignKey
ALTER TABLE "review_action" ADD CONSTRAINT "review_action_pause_id_fkey" FOREIGN KEY ("pause_id") REFERENCES "pause"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_rota" ADD CONSTRAINT "review_rota_workflow_id_fkey" FOREIGN KEY ("workflow_id") REFERENCES "workflow"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_rota" ADD CONSTRAINT "review_rota_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice" ADD CONSTRAINT "notice_pause_id_fkey" FOREIGN KEY ("pause_id") REFERENCES "pause"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice" ADD CONSTRAINT "notice_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- CreateIndex: open cases in the order of the queue
CREATE INDEX "pause_queue_idx" ON "pause"("organization_id", "environment", "priority", (coalesce("due_at", 'infinity'::timestamptz)), "opened_at", "id")
WHERE "status" = 'open' AND "kind" IN ('review', 'task', 'input');

-- CreateIndex: the same for one person, or for those that nobody has
CREATE INDEX "pause_queue_of_idx" ON "pause"("organization_id", "environment", "claimed_by", "priority", (coalesce("due_at", 'infinity'::timestamptz)), "opened_at", "id")
WHERE "status" = 'open' AND "kind" IN ('review', 'task', 'input');

-- CreateIndex: open cases of which somebody has yet to be told that they are due
CREATE INDEX "pause_due_idx" ON "pause"("due_at") WHERE "status" = 'open' AND "due_notice" < 2 AND "due_at" IS NOT NULL;

-- CreateIndex: open cases to be given to somebody by turns
CREATE INDEX "pause_awaits_assignee_idx" ON "pause"("opened_at") WHERE "status" = 'open' AND "awaits_assignee";

-- CreateIndex: mail to be sent
CREATE INDEX "notice_mail_idx" ON "notice"("created_at") WHERE "mail_state" IN ('pending', 'sending');
