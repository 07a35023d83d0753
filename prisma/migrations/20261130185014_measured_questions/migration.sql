-- AlterTable
ALTER TABLE "QuestionRecord" ADD COLUMN     "measured" JSONB;
