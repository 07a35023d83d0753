-- AlterTable
ALTER TABLE "Exam" ADD COLUMN     "audience" JSONB NOT NULL DEFAULT '{"kind":"class"}',
ADD COLUMN     "ownQuestions" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "slotName" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "termsChangedAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "ExamSlot" (
    "examId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "opensAt" TIMESTAMPTZ(3),
    "closesAt" TIMESTAMPTZ(3),
    "room" TEXT NOT NULL DEFAULT '',
    "invigilators" TEXT NOT NULL DEFAULT '',
    "groups" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "joinCode" TEXT NOT NULL,

    CONSTRAINT "ExamSlot_pkey" PRIMARY KEY ("examId","number")
);

-- CreateTable
CREATE TABLE "Candidate" (
    "examId" UUID NOT NULL,
    "studentId" UUID NOT NULL,
    "isListed" BOOLEAN NOT NULL DEFAULT false,
    "why" JSONB,
    "slot" INTEGER,
    "opensAt" TIMESTAMPTZ(3),
    "closesAt" TIMESTAMPTZ(3),
    "minutes" INTEGER NOT NULL DEFAULT 0,
    "room" TEXT NOT NULL DEFAULT '',
    "reason" TEXT NOT NULL DEFAULT '',
    "byName" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Candidate_pkey" PRIMARY KEY ("examId","studentId")
);

-- CreateIndex
CREATE UNIQUE INDEX "ExamSlot_joinCode_key" ON "ExamSlot"("joinCode");

-- CreateIndex
CREATE INDEX "Candidate_studentId_idx" ON "Candidate"("studentId");

-- AddForeignKey
ALTER TABLE "ExamSlot" ADD CONSTRAINT "ExamSlot_examId_fkey" FOREIGN KEY ("examId") REFERENCES "Exam"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Candidate" ADD CONSTRAINT "Candidate_examId_fkey" FOREIGN KEY ("examId") REFERENCES "Exam"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Candidate" ADD CONSTRAINT "Candidate_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student"("id") ON DELETE CASCADE ON UPDATE CASCADE;
