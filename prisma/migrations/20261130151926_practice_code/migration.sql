-- AlterTable
ALTER TABLE "Course" ADD COLUMN     "practiceCode" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "Course_practiceCode_key" ON "Course"("practiceCode");
