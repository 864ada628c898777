-- CreateTable
CREATE TABLE "rate_window" (
    "key_id" TEXT NOT NULL,
    "seconds" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "taken" INTEGER NOT NULL,
    "lent" INTEGER NOT NULL,

    CONSTRAINT "rate_window_pkey" PRIMARY KEY ("key_id","seconds","number")
);

-- CreateTable
CREATE TABLE "request_log_entry" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "environment" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "actor" JSONB NOT NULL,
    "api" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "error_code" TEXT,
    "duration" DOUBLE PRECISION NOT NULL,
    "idempotency_key" TEXT,
    "body" JSONB,
    "execution" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "request_log_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_endpoint" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "environment" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "events" TEXT[],
    "status" TEXT NOT NULL DEFAULT 'active',
    "secret" BYTEA NOT NULL,
    "previous_secret" BYTEA,
    "previous_until" TIMESTAMPTZ(3),
    "created_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_endpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_delivery" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "endpoint_id" UUID NOT NULL,
    "event_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "execution_id" UUID,
    "data" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "log" JSONB NOT NULL DEFAULT '[]',
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "request_log_entry_organization_id_environment_id_idx" ON "request_log_entry"("organization_id", "environment", "id" DESC);

-- CreateIndex
CREATE INDEX "request_log_entry_organization_id_request_id_idx" ON "request_log_entry"("organization_id", "request_id");

-- CreateIndex
CREATE INDEX "request_log_entry_at_idx" ON "request_log_entry"("at");

-- CreateIndex
CREATE INDEX "webhook_endpoint_organization_id_environment_idx" ON "webhook_endpoint"("organization_id", "environment");

-- CreateIndex
CREATE INDEX "webhook_delivery_endpoint_id_at_id_idx" ON "webhook_delivery"("endpoint_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "webhook_delivery_status_next_at_idx" ON "webhook_delivery"("status", "next_at");

-- AddForeignKey
ALTER TABLE "request_log_entry" ADD CONSTRAINT "request_log_entry_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "webhook_endpoint"("id") ON DELETE CASCADE ON UPDATE CASCADE;
