-- AlterTable
ALTER TABLE "Course" ADD COLUMN     "fileCourse" JSONB,
ADD COLUMN     "fileProposal" JSONB,
ADD COLUMN     "outlineRevision" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "QuestionBatch" ADD COLUMN     "outline" JSONB;

-- CreateTable
CREATE TABLE "OutlineChange" (
    "id" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "byName" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "before" JSONB NOT NULL,
    "after" JSONB NOT NULL,
    "moved" JSONB NOT NULL DEFAULT '[]',
    "followed" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "OutlineChange_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "OutlineChange_courseId_revision_idx" ON "OutlineChange"("courseId", "revision");

-- AddForeignKey
ALTER TABLE "OutlineChange" ADD CONSTRAINT "OutlineChange_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;
