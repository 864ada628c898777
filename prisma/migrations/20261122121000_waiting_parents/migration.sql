-- CreateIndex: open pauses that wait for executions of their own, oldest first
CREATE INDEX "pause_waiting_parents_idx" ON "pause"("opened_at") WHERE "kind" = 'child' AND "status" = 'open';
