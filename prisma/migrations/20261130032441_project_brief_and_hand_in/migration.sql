-- AlterTable
ALTER TABLE "Project" ADD COLUMN     "opensAt" TIMESTAMPTZ(3),
ADD COLUMN     "takesHttp" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Team" ADD COLUMN     "dateReason" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "handedInAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "HandIn" (
    "id" UUID NOT NULL,
    "teamId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "studentId" UUID,
    "deadline" TIMESTAMPTZ(3),
    "url" TEXT NOT NULL,
    "reference" TEXT NOT NULL DEFAULT '',
    "fileName" TEXT NOT NULL DEFAULT '',
    "fileType" TEXT NOT NULL DEFAULT '',
    "fileSize" INTEGER NOT NULL DEFAULT 0,
    "fileHash" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "HandIn_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "HandInPart" (
    "handInId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "HandInPart_pkey" PRIMARY KEY ("handInId","number")
);

-- CreateIndex
CREATE INDEX "HandIn_studentId_idx" ON "HandIn"("studentId");

-- CreateIndex
CREATE UNIQUE INDEX "HandIn_teamId_number_key" ON "HandIn"("teamId", "number");

-- AddForeignKey
ALTER TABLE "HandIn" ADD CONSTRAINT "HandIn_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "HandIn" ADD CONSTRAINT "HandIn_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "HandInPart" ADD CONSTRAINT "HandInPart_handInId_fkey" FOREIGN KEY ("handInId") REFERENCES "HandIn"("id") ON DELETE CASCADE ON UPDATE CASCADE;
