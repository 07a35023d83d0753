-- AlterTable
ALTER TABLE "Exam" ADD COLUMN     "lockedBrowser" TEXT NOT NULL DEFAULT 'off',
ADD COLUMN     "quitPassword" TEXT NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "LockedBrowserFile" (
    "examId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "quitUrl" TEXT NOT NULL DEFAULT '',
    "content" BYTEA,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "byName" TEXT NOT NULL,

    CONSTRAINT "LockedBrowserFile_pkey" PRIMARY KEY ("examId","key")
);

-- CreateTable
CREATE TABLE "LockedBrowserPass" (
    "id" UUID NOT NULL,
    "examId" UUID NOT NULL,
    "studentId" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "byName" TEXT NOT NULL,
    "withdrawnAt" TIMESTAMPTZ(3),
    "withdrawnByName" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "LockedBrowserPass_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LockedBrowserContact" (
    "examId" UUID NOT NULL,
    "studentId" UUID NOT NULL,
    "standing" TEXT NOT NULL,
    "why" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMPTZ(3) NOT NULL,
    "refusedAt" TIMESTAMPTZ(3),
    "outsideAt" TIMESTAMPTZ(3),

    CONSTRAINT "LockedBrowserContact_pkey" PRIMARY KEY ("examId","studentId")
);

-- CreateTable
CREATE TABLE "LockedBrowserProof" (
    "sessionId" UUID NOT NULL,
    "examId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LockedBrowserProof_pkey" PRIMARY KEY ("sessionId","examId")
);

-- CreateIndex
CREATE INDEX "LockedBrowserPass_examId_studentId_idx" ON "LockedBrowserPass"("examId", "studentId");

-- CreateIndex
CREATE INDEX "LockedBrowserPass_studentId_idx" ON "LockedBrowserPass"("studentId");

-- CreateIndex
CREATE INDEX "LockedBrowserContact_studentId_idx" ON "LockedBrowserContact"("studentId");

-- CreateIndex
CREATE INDEX "LockedBrowserProof_examId_idx" ON "LockedBrowserProof"("examId");

-- AddForeignKey
ALTER TABLE "LockedBrowserFile" ADD CONSTRAINT "LockedBrowserFile_examId_fkey" FOREIGN KEY ("examId") REFERENCES "Exam"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LockedBrowserPass" ADD CONSTRAINT "LockedBrowserPass_examId_fkey" FOREIGN KEY ("examId") REFERENCES "Exam"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LockedBrowserPass" ADD CONSTRAINT "LockedBrowserPass_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LockedBrowserContact" ADD CONSTRAINT "LockedBrowserContact_examId_fkey" FOREIGN KEY ("examId") REFERENCES "Exam"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LockedBrowserContact" ADD CONSTRAINT "LockedBrowserContact_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LockedBrowserProof" ADD CONSTRAINT "LockedBrowserProof_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "Session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LockedBrowserProof" ADD CONSTRAINT "LockedBrowserProof_examId_fkey" FOREIGN KEY ("examId") REFERENCES "Exam"("id") ON DELETE CASCADE ON UPDATE CASCADE;
