-- AlterTable
ALTER TABLE "Person" ADD COLUMN     "questionViews" JSONB NOT NULL DEFAULT '{}';
