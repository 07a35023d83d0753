-- AlterTable
ALTER TABLE "Exam" ADD COLUMN     "pauseShows" BOOLEAN NOT NULL DEFAULT false;
