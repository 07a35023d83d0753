-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "source" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "sourceSession" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "subject" TEXT NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "ExternalIdentity" (
    "id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "personId" UUID,
    "studentId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ExternalIdentity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StaffRequest" (
    "id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "refusedAt" TIMESTAMPTZ(3),
    "refusedByName" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "StaffRequest_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ExternalIdentity_personId_idx" ON "ExternalIdentity"("personId");

-- CreateIndex
CREATE INDEX "ExternalIdentity_studentId_idx" ON "ExternalIdentity"("studentId");

-- CreateIndex
CREATE UNIQUE INDEX "ExternalIdentity_source_subject_personId_key" ON "ExternalIdentity"("source", "subject", "personId");

-- CreateIndex
CREATE UNIQUE INDEX "ExternalIdentity_source_subject_studentId_key" ON "ExternalIdentity"("source", "subject", "studentId");

-- CreateIndex
CREATE INDEX "StaffRequest_lastSeenAt_idx" ON "StaffRequest"("lastSeenAt");

-- CreateIndex
CREATE UNIQUE INDEX "StaffRequest_source_subject_key" ON "StaffRequest"("source", "subject");

-- CreateIndex
CREATE INDEX "Session_source_subject_idx" ON "Session"("source", "subject");

-- AddForeignKey
ALTER TABLE "ExternalIdentity" ADD CONSTRAINT "ExternalIdentity_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ExternalIdentity" ADD CONSTRAINT "ExternalIdentity_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A person's or a student's, exactly one.
ALTER TABLE "ExternalIdentity" ADD CONSTRAINT "ExternalIdentity_one_owner" CHECK (("personId" IS NULL) <> ("studentId" IS NULL));
