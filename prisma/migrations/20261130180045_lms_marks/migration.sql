-- CreateTable
CREATE TABLE "LtiColumn" (
    "id" UUID NOT NULL,
    "contextId" UUID NOT NULL,
    "examId" UUID,
    "lineItemUrl" TEXT,
    "sendsByItself" BOOLEAN NOT NULL DEFAULT false,
    "askedAt" TIMESTAMPTZ(3),
    "tries" INTEGER NOT NULL DEFAULT 0,
    "nextAt" TIMESTAMPTZ(3) NOT NULL,
    "claimedUntil" TIMESTAMPTZ(3),
    "lookedAt" TIMESTAMPTZ(3),
    "failure" TEXT,
    "answer" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LtiColumn_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LtiScore" (
    "columnId" UUID NOT NULL,
    "userId" TEXT NOT NULL,
    "studentId" UUID NOT NULL,
    "mark" INTEGER,
    "outOf" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "stampedAt" TIMESTAMPTZ(3),
    "sentMark" INTEGER,
    "sentOutOf" INTEGER,
    "sentAt" TIMESTAMPTZ(3),
    "failure" TEXT,
    "answer" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "LtiScore_pkey" PRIMARY KEY ("columnId","userId")
);

-- CreateIndex
CREATE INDEX "LtiColumn_nextAt_idx" ON "LtiColumn"("nextAt");

-- CreateIndex
CREATE UNIQUE INDEX "LtiColumn_contextId_examId_key" ON "LtiColumn"("contextId", "examId");

-- CreateIndex
CREATE INDEX "LtiScore_studentId_idx" ON "LtiScore"("studentId");

-- AddForeignKey
ALTER TABLE "LtiColumn" ADD CONSTRAINT "LtiColumn_contextId_fkey" FOREIGN KEY ("contextId") REFERENCES "LtiContext"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LtiColumn" ADD CONSTRAINT "LtiColumn_examId_fkey" FOREIGN KEY ("examId") REFERENCES "Exam"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LtiScore" ADD CONSTRAINT "LtiScore_columnId_fkey" FOREIGN KEY ("columnId") REFERENCES "LtiColumn"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LtiScore" ADD CONSTRAINT "LtiScore_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One column of final marks by course of a platform.
create unique index "LtiColumn_one_final" on "LtiColumn" ("contextId") where "examId" is null;
