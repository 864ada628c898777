-- CreateTable
CREATE TABLE "audit_record" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "environment" TEXT,
    "actor" JSONB NOT NULL,
    "action" TEXT NOT NULL,
    "target_type" TEXT NOT NULL,
    "target_id" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "origin" JSONB,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "position" INTEGER,
    "previous_hash" TEXT,
    "hash" TEXT,

    CONSTRAINT "audit_record_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_head" (
    "organization_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_head_pkey" PRIMARY KEY ("organization_id")
);

-- CreateIndex
CREATE INDEX "audit_record_organization_id_at_id_idx" ON "audit_record"("organization_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_record_organization_id_target_type_target_id_idx" ON "audit_record"("organization_id", "target_type", "target_id");

-- CreateIndex
CREATE UNIQUE INDEX "audit_record_organization_id_position_key" ON "audit_record"("organization_id", "position");
