-- AlterTable
ALTER TABLE "Course" ADD COLUMN     "announcesSince" TIMESTAMPTZ(3),
ADD COLUMN     "remindsExams" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "SittingNotice" (
    "examId" UUID NOT NULL,
    "studentId" UUID NOT NULL,
    "times" INTEGER NOT NULL DEFAULT 0,
    "told" TEXT NOT NULL DEFAULT '',
    "announcedAt" TIMESTAMPTZ(3),
    "remindedFor" TIMESTAMPTZ(3),

    CONSTRAINT "SittingNotice_pkey" PRIMARY KEY ("examId","studentId")
);

-- CreateIndex
CREATE INDEX "SittingNotice_studentId_idx" ON "SittingNotice"("studentId");

-- AddForeignKey
ALTER TABLE "SittingNotice" ADD CONSTRAINT "SittingNotice_examId_fkey" FOREIGN KEY ("examId") REFERENCES "Exam"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SittingNotice" ADD CONSTRAINT "SittingNotice_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student"("id") ON DELETE CASCADE ON UPDATE CASCADE;
