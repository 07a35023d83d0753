-- AlterTable
ALTER TABLE "Course" ADD COLUMN     "tellsReleases" BOOLEAN NOT NULL DEFAULT false;
