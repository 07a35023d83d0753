-- AlterTable
ALTER TABLE "QuestionBatch" ADD COLUMN     "drafting" JSONB;

-- AlterTable
ALTER TABLE "OutlineChange" ADD COLUMN     "material" UUID;
