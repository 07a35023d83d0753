-- AlterTable
ALTER TABLE "Exam" ADD COLUMN     "pauseReason" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "pausedAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "AttemptContact" (
    "attemptId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AttemptContact_pkey" PRIMARY KEY ("attemptId")
);

-- AddForeignKey
ALTER TABLE "AttemptContact" ADD CONSTRAINT "AttemptContact_attemptId_fkey" FOREIGN KEY ("attemptId") REFERENCES "Attempt"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Rewritten every few seconds while an exam runs and worthless afterwards: it needs no durability.
alter table "AttemptContact" set unlogged;
alter table "AttemptContact" set (fillfactor = 50);
