-- AlterTable
ALTER TABLE "Exam" ADD COLUMN     "retakeOfId" UUID;

-- AlterTable
ALTER TABLE "AssessmentEntry" ADD COLUMN     "examId" UUID;

-- CreateIndex
CREATE INDEX "Exam_retakeOfId_idx" ON "Exam"("retakeOfId");

-- AddForeignKey
ALTER TABLE "Exam" ADD CONSTRAINT "Exam_retakeOfId_fkey" FOREIGN KEY ("retakeOfId") REFERENCES "Exam"("id") ON DELETE SET NULL ON UPDATE CASCADE;
