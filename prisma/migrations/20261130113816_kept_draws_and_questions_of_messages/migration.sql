-- AlterTable
ALTER TABLE "Exam" ADD COLUMN     "drawn" JSONB;

-- AlterTable
ALTER TABLE "ExamMessage" ADD COLUMN     "questionId" UUID;
