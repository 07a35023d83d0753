-- AlterTable
ALTER TABLE "Course" ADD COLUMN     "studentAddress" TEXT;
