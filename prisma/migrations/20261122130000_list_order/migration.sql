-- DropIndex
DROP INDEX "execution_organization_id_environment_id_idx";

-- DropIndex
DROP INDEX "execution_organization_id_environment_status_id_idx";

-- DropIndex
DROP INDEX "execution_workflow_id_environment_id_idx";

-- CreateIndex
CREATE INDEX "execution_organization_id_environment_created_at_id_idx" ON "execution"("organization_id", "environment", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "execution_workflow_id_environment_created_at_id_idx" ON "execution"("workflow_id", "environment", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "execution_organization_id_environment_status_created_at_id_idx" ON "execution"("organization_id", "environment", "status", "created_at" DESC, "id" DESC);
