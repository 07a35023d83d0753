-- AlterTable
ALTER TABLE "ExamQuestion" ADD COLUMN     "slots" INTEGER[] DEFAULT ARRAY[]::INTEGER[];
