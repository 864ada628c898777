-- CreateTable
CREATE TABLE "scenario" (
    "id" UUID NOT NULL,
    "workflow_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "input" JSONB NOT NULL,
    "answers" JSONB NOT NULL DEFAULT '[]',
    "expected_status" TEXT NOT NULL,
    "expected_outputs" JSONB NOT NULL DEFAULT '[]',
    "last_result" JSONB,
    "created_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "scenario_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "scenario_workflow_id_name_key" ON "scenario"("workflow_id", "name");

-- AddForeignKey
ALTER TABLE "scenario" ADD CONSTRAINT "scenario_workflow_id_fkey" FOREIGN KEY ("workflow_id") REFERENCES "workflow"("id") ON DELETE CASCADE ON UPDATE CASCADE;
