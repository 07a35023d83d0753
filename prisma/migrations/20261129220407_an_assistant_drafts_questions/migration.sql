-- AlterEnum
ALTER TYPE "QuestionOrigin" ADD VALUE 'assistant';

-- AlterTable
ALTER TABLE "Course" ADD COLUMN     "assistantHost" TEXT;
