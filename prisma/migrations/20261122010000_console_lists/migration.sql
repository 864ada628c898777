-- DropIndex
DROP INDEX "execution_organization_id_status_id_idx";

-- CreateIndex
CREATE INDEX "execution_organization_id_environment_status_id_idx" ON "execution"("organization_id", "environment", "status", "id" DESC);

-- CreateIndex
CREATE INDEX "execution_organization_id_subject_id_idx" ON "execution"("organization_id", "subject_id");

-- CreateIndex
CREATE INDEX "execution_organization_id_correlation_key_idx" ON "execution"("organization_id", "correlation_key");

-- CreateIndex
CREATE INDEX "execution_parent_execution_id_idx" ON "execution"("parent_execution_id");

-- CreateIndex
CREATE INDEX "pause_organization_id_kind_resolved_at_idx" ON "pause"("organization_id", "kind", "resolved_at");

-- CreateIndex
CREATE INDEX "credential_execution_id_idx" ON "credential"("execution_id");
