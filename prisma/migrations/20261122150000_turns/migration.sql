-- CreateTable
CREATE TABLE "turn" (
    "execution_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "from_fact" INTEGER NOT NULL,
    "until_fact" INTEGER,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "turn_pkey" PRIMARY KEY ("execution_id","number")
);

-- AddForeignKey
ALTER TABLE "turn" ADD CONSTRAINT "turn_execution_id_fkey" FOREIGN KEY ("execution_id") REFERENCES "execution"("id") ON DELETE CASCADE ON UPDATE CASCADE;
