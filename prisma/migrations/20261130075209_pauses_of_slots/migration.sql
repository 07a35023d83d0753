-- AlterTable
ALTER TABLE "Exam" ADD COLUMN     "slotPauseReason" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "slotPausedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "ExamSlot" ADD COLUMN     "pauseReason" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "pausedAt" TIMESTAMPTZ(3);
