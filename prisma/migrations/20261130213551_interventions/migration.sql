-- CreateTable
CREATE TABLE "Intervention" (
    "id" UUID NOT NULL,
    "examId" UUID NOT NULL,
    "actorId" UUID,
    "actorName" TEXT NOT NULL,
    "what" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "slot" INTEGER,
    "copies" UUID[],
    "isListed" BOOLEAN NOT NULL DEFAULT false,
    "done" INTEGER NOT NULL DEFAULT 0,
    "refused" JSONB NOT NULL,
    "startedAt" TIMESTAMPTZ(6) NOT NULL,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Intervention_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Intervention_examId_startedAt_idx" ON "Intervention"("examId", "startedAt");

-- AddForeignKey
ALTER TABLE "Intervention" ADD CONSTRAINT "Intervention_examId_fkey" FOREIGN KEY ("examId") REFERENCES "Exam"("id") ON DELETE CASCADE ON UPDATE CASCADE;
