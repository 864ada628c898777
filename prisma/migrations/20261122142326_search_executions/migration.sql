-- CreateTable
CREATE TABLE "execution_search" (
    "execution_id" UUID NOT NULL,
    "terms" BIGINT[],

    CONSTRAINT "execution_search_pkey" PRIMARY KEY ("execution_id")
);

-- CreateTable
CREATE TABLE "execution_failure" (
    "execution_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "environment" TEXT NOT NULL,
    "workflow_id" UUID NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "block_id" TEXT,
    "block_type" TEXT,
    "code" TEXT NOT NULL,
    "shape" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "execution_failure_pkey" PRIMARY KEY ("execution_id")
);

-- CreateTable
CREATE TABLE "saved_view" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "execution_search_terms_idx" ON "execution_search" USING GIN ("terms");

-- CreateIndex
CREATE INDEX "execution_failure_organization_id_environment_created_at_idx" ON "execution_failure"("organization_id", "environment", "created_at" DESC);

-- CreateIndex
CREATE INDEX "execution_failure_organization_id_environment_fingerprint_c_idx" ON "execution_failure"("organization_id", "environment", "fingerprint", "created_at" DESC, "execution_id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "saved_view_organization_id_user_id_name_key" ON "saved_view"("organization_id", "user_id", "name");

-- AddForeignKey
ALTER TABLE "execution_search" ADD CONSTRAINT "execution_search_execution_id_fkey" FOREIGN KEY ("execution_id") REFERENCES "execution"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "execution_failure" ADD CONSTRAINT "execution_failure_execution_id_fkey" FOREIGN KEY ("execution_id") REFERENCES "execution"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
