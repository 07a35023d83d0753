-- CreateTable
CREATE TABLE "CourseMaterial" (
    "id" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "fileName" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "isFromFile" BOOLEAN NOT NULL DEFAULT false,
    "session" TEXT NOT NULL DEFAULT '',
    "state" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "replacesId" UUID,
    "parts" JSONB NOT NULL,
    "remarks" JSONB NOT NULL DEFAULT '[]',
    "pages" INTEGER NOT NULL,
    "added" JSONB NOT NULL DEFAULT '{}',
    "since" TIMESTAMPTZ(3) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "byName" TEXT NOT NULL,

    CONSTRAINT "CourseMaterial_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "CourseMaterial_courseId_state_at_idx" ON "CourseMaterial"("courseId", "state", "at");

-- AddForeignKey
ALTER TABLE "CourseMaterial" ADD CONSTRAINT "CourseMaterial_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CourseMaterial" ADD CONSTRAINT "CourseMaterial_replacesId_fkey" FOREIGN KEY ("replacesId") REFERENCES "CourseMaterial"("id") ON DELETE SET NULL ON UPDATE CASCADE;
