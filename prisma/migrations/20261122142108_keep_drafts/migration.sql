-- CreateTable
CREATE TABLE "draft_history" (
    "id" UUID NOT NULL,
    "workflow_id" UUID NOT NULL,
    "graph" JSONB NOT NULL,
    "hash" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "saved_by" TEXT,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "kept_by" TEXT,
    "kept_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "draft_history_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "draft_history_workflow_id_kept_at_idx" ON "draft_history"("workflow_id", "kept_at" DESC);

-- AddForeignKey
ALTER TABLE "draft_history" ADD CONSTRAINT "draft_history_workflow_id_fkey" FOREIGN KEY ("workflow_id") REFERENCES "workflow"("id") ON DELETE CASCADE ON UPDATE CASCADE;
