-- CreateTable
CREATE TABLE "FillTemplate" (
    "id" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "titles" JSONB NOT NULL,
    "sheet" TEXT NOT NULL,
    "column" INTEGER NOT NULL,
    "source" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "byName" TEXT NOT NULL,

    CONSTRAINT "FillTemplate_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "FillTemplate_courseId_name_key" ON "FillTemplate"("courseId", "name");

-- AddForeignKey
ALTER TABLE "FillTemplate" ADD CONSTRAINT "FillTemplate_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;
