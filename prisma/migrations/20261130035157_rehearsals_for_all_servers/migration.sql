-- CreateTable
CREATE TABLE "Rehearsal" (
    "examId" UUID NOT NULL,
    "state" JSONB NOT NULL,
    "mustStop" BOOLEAN NOT NULL DEFAULT false,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Rehearsal_pkey" PRIMARY KEY ("examId")
);

-- AddForeignKey
ALTER TABLE "Rehearsal" ADD CONSTRAINT "Rehearsal_examId_fkey" FOREIGN KEY ("examId") REFERENCES "Exam"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Renewed twice a second and worthless once its server is gone: it needs no durability.
alter table "Rehearsal" set unlogged;
alter table "Rehearsal" set (fillfactor = 50);
