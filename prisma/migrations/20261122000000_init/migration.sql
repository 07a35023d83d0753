-- CreateEnum
CREATE TYPE "CourseRole" AS ENUM ('owner', 'trainer', 'invigilator');

-- CreateEnum
CREATE TYPE "LinkPurpose" AS ENUM ('first_trainer', 'invitation', 'sign_in');

-- CreateEnum
CREATE TYPE "QuestionOrigin" AS ENUM ('file', 'browser', 'import');

-- CreateEnum
CREATE TYPE "ExamStatus" AS ENUM ('draft', 'published', 'open', 'closed', 'released');

-- CreateEnum
CREATE TYPE "AttemptStatus" AS ENUM ('ready', 'in_progress', 'paused', 'submitted', 'expired', 'voided');

-- CreateTable
CREATE TABLE "Person" (
    "id" UUID NOT NULL,
    "email" TEXT,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Course" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "year" TEXT NOT NULL DEFAULT '',
    "summary" TEXT NOT NULL DEFAULT '',
    "language" TEXT NOT NULL DEFAULT 'fr',
    "timeZone" TEXT NOT NULL DEFAULT 'Europe/Paris',
    "outline" JSONB NOT NULL DEFAULT '{"sessions":[]}',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archivedAt" TIMESTAMPTZ(3),
    "passages" JSONB NOT NULL DEFAULT '{}',
    "problems" JSONB NOT NULL DEFAULT '[]',
    "retention" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "Course_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Membership" (
    "courseId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "role" "CourseRole" NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Membership_pkey" PRIMARY KEY ("courseId","personId")
);

-- CreateTable
CREATE TABLE "SignInLink" (
    "id" UUID NOT NULL,
    "tokenHash" BYTEA NOT NULL,
    "purpose" "LinkPurpose" NOT NULL,
    "personId" UUID,
    "email" TEXT,
    "courseId" UUID,
    "role" "CourseRole",
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "SignInLink_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" UUID NOT NULL,
    "tokenHash" BYTEA NOT NULL,
    "personId" UUID,
    "studentId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "userAgent" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditLine" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "courseId" UUID,
    "actorId" UUID,
    "actorName" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "reason" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "AuditLine_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Student" (
    "id" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "familyName" TEXT NOT NULL,
    "givenName" TEXT NOT NULL,
    "email" TEXT,
    "number" TEXT,
    "group" TEXT NOT NULL DEFAULT '',
    "extraTime" JSONB NOT NULL DEFAULT '{"kind":"none"}',
    "codeHash" BYTEA,
    "codeSetAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archivedAt" TIMESTAMPTZ(3),
    "anonymisedAt" TIMESTAMPTZ(3),
    "mergedIntoId" UUID,

    CONSTRAINT "Student_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StudentImport" (
    "id" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "byName" TEXT NOT NULL,
    "added" JSONB NOT NULL,
    "changed" JSONB NOT NULL,

    CONSTRAINT "StudentImport_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StudentMerge" (
    "id" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "keptId" UUID NOT NULL,
    "otherId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "byName" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "moved" JSONB NOT NULL,
    "before" JSONB NOT NULL,
    "undoneAt" TIMESTAMPTZ(3),

    CONSTRAINT "StudentMerge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Question" (
    "id" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "section" TEXT NOT NULL,
    "archivedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "fileHash" TEXT,
    "proposal" JSONB,
    "stamp" TEXT,

    CONSTRAINT "Question_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "QuestionVersion" (
    "id" UUID NOT NULL,
    "questionId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "rendered" JSONB NOT NULL,
    "origin" "QuestionOrigin" NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdById" UUID,

    CONSTRAINT "QuestionVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "QuestionBatch" (
    "id" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "byName" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "staged" JSONB,
    "total" INTEGER NOT NULL DEFAULT 0,
    "done" INTEGER NOT NULL DEFAULT 0,
    "added" JSONB NOT NULL DEFAULT '[]',
    "changed" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "QuestionBatch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Image" (
    "courseId" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Image_pkey" PRIMARY KEY ("courseId","hash")
);

-- CreateTable
CREATE TABLE "Passage" (
    "hash" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "Passage_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "Exam" (
    "id" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "instructions" TEXT NOT NULL DEFAULT '',
    "status" "ExamStatus" NOT NULL DEFAULT 'draft',
    "joinCode" TEXT NOT NULL,
    "limitMinutes" INTEGER NOT NULL,
    "opensAt" TIMESTAMPTZ(3),
    "closesAt" TIMESTAMPTZ(3),
    "timeZone" TEXT NOT NULL DEFAULT 'Europe/Paris',
    "graceSeconds" INTEGER NOT NULL DEFAULT 30,
    "shuffleQuestions" BOOLEAN NOT NULL DEFAULT true,
    "shuffleChoices" BOOLEAN NOT NULL DEFAULT true,
    "blueprint" JSONB NOT NULL,
    "questionPoints" INTEGER NOT NULL DEFAULT 100,
    "seed" TEXT NOT NULL,
    "scale" JSONB NOT NULL,
    "exceptions" JSONB NOT NULL DEFAULT '[]',
    "markRule" JSONB NOT NULL,
    "release" JSONB NOT NULL,
    "imported" JSONB,
    "contestableUntil" TIMESTAMPTZ(3),
    "room" TEXT NOT NULL DEFAULT '',
    "invigilators" TEXT NOT NULL DEFAULT '',
    "roomCode" TEXT NOT NULL DEFAULT 'none',
    "networks" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "revision" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "publishedAt" TIMESTAMPTZ(3),
    "openedAt" TIMESTAMPTZ(3),
    "closedAt" TIMESTAMPTZ(3),
    "releasedAt" TIMESTAMPTZ(3),
    "recorded" TEXT,

    CONSTRAINT "Exam_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "QuestionRecord" (
    "examId" UUID NOT NULL,
    "questionId" UUID NOT NULL,
    "n" INTEGER NOT NULL,
    "facility" DOUBLE PRECISION,
    "itemRest" DOUBLE PRECISION,
    "flags" TEXT[],

    CONSTRAINT "QuestionRecord_pkey" PRIMARY KEY ("examId","questionId")
);

-- CreateTable
CREATE TABLE "NamedBlueprint" (
    "id" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "blueprint" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "NamedBlueprint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ExamQuestion" (
    "id" UUID NOT NULL,
    "examId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "questionId" UUID,
    "versionId" UUID,
    "questionKey" TEXT NOT NULL,
    "section" TEXT NOT NULL,
    "stratum" TEXT,
    "take" INTEGER,
    "points" INTEGER NOT NULL,
    "scale" JSONB,
    "asked" JSONB NOT NULL,
    "content" JSONB NOT NULL,
    "explained" JSONB NOT NULL,

    CONSTRAINT "ExamQuestion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Attempt" (
    "id" UUID NOT NULL,
    "examId" UUID NOT NULL,
    "studentId" UUID NOT NULL,
    "status" "AttemptStatus" NOT NULL DEFAULT 'ready',
    "seed" TEXT NOT NULL,
    "paper" JSONB NOT NULL,
    "startedAt" TIMESTAMPTZ(3),
    "deadline" TIMESTAMPTZ(3),
    "acceptsUntil" TIMESTAMPTZ(3),
    "pausedMs" BIGINT NOT NULL DEFAULT 0,
    "grantsMs" BIGINT NOT NULL DEFAULT 0,
    "timingVersion" INTEGER NOT NULL DEFAULT 1,
    "termsAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "pausedAt" TIMESTAMPTZ(3),
    "closedAt" TIMESTAMPTZ(3),
    "device" TEXT NOT NULL DEFAULT '',
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "markedAt" TIMESTAMPTZ(3),
    "unsynced" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Answer" (
    "attemptId" UUID NOT NULL,
    "questionId" UUID NOT NULL,
    "choices" TEXT[],
    "flagged" BOOLEAN NOT NULL DEFAULT false,
    "device" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "sequence" INTEGER NOT NULL,
    "savedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Answer_pkey" PRIMARY KEY ("attemptId","questionId")
);

-- CreateTable
CREATE TABLE "AnswerEvent" (
    "attemptId" UUID NOT NULL,
    "device" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "epoch" INTEGER NOT NULL,
    "questionId" UUID NOT NULL,
    "choices" TEXT[],
    "flagged" BOOLEAN NOT NULL DEFAULT false,
    "late" BOOLEAN NOT NULL DEFAULT false,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AnswerEvent_pkey" PRIMARY KEY ("attemptId","device","sequence")
);

-- CreateTable
CREATE TABLE "LateDecision" (
    "attemptId" UUID NOT NULL,
    "device" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "isAccepted" BOOLEAN NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actorName" TEXT NOT NULL,
    "actorId" UUID,

    CONSTRAINT "LateDecision_pkey" PRIMARY KEY ("attemptId","device","sequence")
);

-- CreateTable
CREATE TABLE "AttemptEvent" (
    "id" BIGSERIAL NOT NULL,
    "attemptId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "type" TEXT NOT NULL,
    "actorName" TEXT NOT NULL,
    "actorId" UUID,
    "reason" TEXT NOT NULL DEFAULT '',
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "AttemptEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PaperEntry" (
    "attemptId" UUID NOT NULL,
    "letters" JSONB NOT NULL,
    "revision" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "byName" TEXT NOT NULL,

    CONSTRAINT "PaperEntry_pkey" PRIMARY KEY ("attemptId")
);

-- CreateTable
CREATE TABLE "ExamMessage" (
    "id" UUID NOT NULL,
    "examId" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "sentAt" TIMESTAMPTZ(3) NOT NULL,
    "authorName" TEXT NOT NULL,
    "authorId" UUID,

    CONSTRAINT "ExamMessage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MessageReading" (
    "attemptId" UUID NOT NULL,
    "messageId" UUID NOT NULL,
    "readAt" TIMESTAMPTZ(3),

    CONSTRAINT "MessageReading_pkey" PRIMARY KEY ("attemptId","messageId")
);

-- CreateTable
CREATE TABLE "Attendance" (
    "examId" UUID NOT NULL,
    "studentId" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actorName" TEXT NOT NULL,

    CONSTRAINT "Attendance_pkey" PRIMARY KEY ("examId","studentId")
);

-- CreateTable
CREATE TABLE "Incident" (
    "id" BIGSERIAL NOT NULL,
    "examId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "text" TEXT NOT NULL,
    "authorName" TEXT NOT NULL,
    "authorId" UUID,

    CONSTRAINT "Incident_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MarkingRun" (
    "id" UUID NOT NULL,
    "examId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdById" UUID,
    "createdByName" TEXT NOT NULL DEFAULT '',
    "reason" TEXT NOT NULL DEFAULT '',
    "rules" JSONB NOT NULL,
    "correction" JSONB,

    CONSTRAINT "MarkingRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Mark" (
    "runId" UUID NOT NULL,
    "attemptId" UUID NOT NULL,
    "mark" INTEGER NOT NULL,
    "earned" TEXT NOT NULL,
    "maximum" TEXT NOT NULL,
    "detail" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Mark_pkey" PRIMARY KEY ("runId","attemptId")
);

-- CreateTable
CREATE TABLE "Contestation" (
    "id" UUID NOT NULL,
    "attemptId" UUID NOT NULL,
    "questionId" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "isUpheld" BOOLEAN,
    "answer" TEXT NOT NULL DEFAULT '',
    "answeredAt" TIMESTAMPTZ(3),
    "answeredByName" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "Contestation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Project" (
    "id" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "brief" TEXT NOT NULL DEFAULT '',
    "rubric" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "releasedAt" TIMESTAMPTZ(3),
    "deadline" TIMESTAMPTZ(3),
    "late" JSONB,
    "isDouble" BOOLEAN NOT NULL DEFAULT false,
    "mostGap" INTEGER NOT NULL DEFAULT 200,
    "blindSince" TIMESTAMPTZ(3),

    CONSTRAINT "Project_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Team" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "levels" JSONB NOT NULL DEFAULT '{}',
    "comments" JSONB NOT NULL DEFAULT '{}',
    "comment" TEXT NOT NULL DEFAULT '',
    "revision" INTEGER NOT NULL DEFAULT 1,
    "gradedAt" TIMESTAMPTZ(3),
    "gradedById" UUID,
    "submittedAt" TIMESTAMPTZ(3),
    "lateWaived" TEXT NOT NULL DEFAULT '',
    "secondLevels" JSONB,
    "resolution" JSONB,
    "blindId" UUID,

    CONSTRAINT "Team_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TeamMember" (
    "projectId" UUID NOT NULL,
    "studentId" UUID NOT NULL,
    "teamId" UUID NOT NULL,
    "factor" TEXT NOT NULL DEFAULT '1',
    "adjustment" INTEGER NOT NULL DEFAULT 0,
    "reason" TEXT NOT NULL DEFAULT '',
    "blindId" UUID,

    CONSTRAINT "TeamMember_pkey" PRIMARY KEY ("projectId","studentId")
);

-- CreateTable
CREATE TABLE "Grading" (
    "teamId" UUID NOT NULL,
    "graderId" UUID NOT NULL,
    "graderName" TEXT NOT NULL,
    "levels" JSONB NOT NULL DEFAULT '{}',
    "comments" JSONB NOT NULL DEFAULT '{}',
    "comment" TEXT NOT NULL DEFAULT '',
    "revision" INTEGER NOT NULL DEFAULT 1,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "doneAt" TIMESTAMPTZ(3),

    CONSTRAINT "Grading_pkey" PRIMARY KEY ("teamId","graderId")
);

-- CreateTable
CREATE TABLE "BankComment" (
    "id" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "uses" INTEGER NOT NULL DEFAULT 0,
    "usedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "BankComment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Assessment" (
    "id" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "rules" JSONB NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "releasedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Assessment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AssessmentEntry" (
    "assessmentId" UUID NOT NULL,
    "studentId" UUID NOT NULL,
    "component" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'present',
    "mark" INTEGER,
    "retake" INTEGER,
    "reason" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "AssessmentEntry_pkey" PRIMARY KEY ("assessmentId","studentId","component")
);

-- CreateTable
CREATE TABLE "JuryDecision" (
    "assessmentId" UUID NOT NULL,
    "studentId" UUID NOT NULL,
    "points" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "JuryDecision_pkey" PRIMARY KEY ("assessmentId","studentId")
);

-- CreateTable
CREATE TABLE "SealedSheet" (
    "id" UUID NOT NULL,
    "assessmentId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "content" JSONB NOT NULL,
    "people" JSONB NOT NULL,
    "hash" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "sealedAt" TIMESTAMPTZ(3) NOT NULL,
    "sealedById" UUID,
    "sealedByName" TEXT NOT NULL,
    "reopenedAt" TIMESTAMPTZ(3),
    "reopenedByName" TEXT NOT NULL DEFAULT '',
    "reopenReason" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "SealedSheet_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SheetImport" (
    "id" UUID NOT NULL,
    "assessmentId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "byName" TEXT NOT NULL,
    "undo" JSONB NOT NULL,
    "undoneAt" TIMESTAMPTZ(3),

    CONSTRAINT "SheetImport_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ExportProfile" (
    "id" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "layout" JSONB NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ExportProfile_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Person_email_key" ON "Person"("email");

-- CreateIndex
CREATE UNIQUE INDEX "Course_slug_key" ON "Course"("slug");

-- CreateIndex
CREATE INDEX "Membership_personId_idx" ON "Membership"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "SignInLink_tokenHash_key" ON "SignInLink"("tokenHash");

-- CreateIndex
CREATE UNIQUE INDEX "Session_tokenHash_key" ON "Session"("tokenHash");

-- CreateIndex
CREATE INDEX "Session_personId_idx" ON "Session"("personId");

-- CreateIndex
CREATE INDEX "Session_studentId_idx" ON "Session"("studentId");

-- CreateIndex
CREATE INDEX "Session_expiresAt_idx" ON "Session"("expiresAt");

-- CreateIndex
CREATE INDEX "AuditLine_courseId_at_idx" ON "AuditLine"("courseId", "at");

-- CreateIndex
CREATE INDEX "AuditLine_subject_idx" ON "AuditLine"("subject");

-- CreateIndex
CREATE INDEX "Student_courseId_familyName_givenName_idx" ON "Student"("courseId", "familyName", "givenName");

-- CreateIndex
CREATE UNIQUE INDEX "Student_courseId_codeHash_key" ON "Student"("courseId", "codeHash");

-- CreateIndex
CREATE INDEX "StudentImport_courseId_at_idx" ON "StudentImport"("courseId", "at");

-- CreateIndex
CREATE INDEX "StudentMerge_courseId_at_idx" ON "StudentMerge"("courseId", "at");

-- CreateIndex
CREATE INDEX "Question_courseId_section_idx" ON "Question"("courseId", "section");

-- CreateIndex
CREATE UNIQUE INDEX "Question_courseId_key_key" ON "Question"("courseId", "key");

-- CreateIndex
CREATE UNIQUE INDEX "QuestionVersion_questionId_number_key" ON "QuestionVersion"("questionId", "number");

-- CreateIndex
CREATE INDEX "QuestionBatch_courseId_at_idx" ON "QuestionBatch"("courseId", "at");

-- CreateIndex
CREATE INDEX "Image_hash_idx" ON "Image"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "Exam_joinCode_key" ON "Exam"("joinCode");

-- CreateIndex
CREATE INDEX "Exam_courseId_idx" ON "Exam"("courseId");

-- CreateIndex
CREATE INDEX "Exam_status_closesAt_idx" ON "Exam"("status", "closesAt");

-- CreateIndex
CREATE INDEX "QuestionRecord_questionId_idx" ON "QuestionRecord"("questionId");

-- CreateIndex
CREATE UNIQUE INDEX "NamedBlueprint_courseId_name_key" ON "NamedBlueprint"("courseId", "name");

-- CreateIndex
CREATE INDEX "ExamQuestion_questionId_idx" ON "ExamQuestion"("questionId");

-- CreateIndex
CREATE UNIQUE INDEX "ExamQuestion_examId_position_key" ON "ExamQuestion"("examId", "position");

-- CreateIndex
CREATE INDEX "Attempt_status_deadline_idx" ON "Attempt"("status", "deadline");

-- CreateIndex
CREATE INDEX "Attempt_studentId_idx" ON "Attempt"("studentId");

-- CreateIndex
CREATE UNIQUE INDEX "Attempt_examId_studentId_key" ON "Attempt"("examId", "studentId");

-- CreateIndex
CREATE INDEX "AttemptEvent_attemptId_at_idx" ON "AttemptEvent"("attemptId", "at");

-- CreateIndex
CREATE INDEX "ExamMessage_examId_sentAt_idx" ON "ExamMessage"("examId", "sentAt");

-- CreateIndex
CREATE INDEX "MessageReading_messageId_idx" ON "MessageReading"("messageId");

-- CreateIndex
CREATE INDEX "Incident_examId_at_idx" ON "Incident"("examId", "at");

-- CreateIndex
CREATE UNIQUE INDEX "MarkingRun_examId_number_key" ON "MarkingRun"("examId", "number");

-- CreateIndex
CREATE INDEX "Mark_attemptId_idx" ON "Mark"("attemptId");

-- CreateIndex
CREATE UNIQUE INDEX "Contestation_attemptId_questionId_key" ON "Contestation"("attemptId", "questionId");

-- CreateIndex
CREATE UNIQUE INDEX "Project_courseId_key_key" ON "Project"("courseId", "key");

-- CreateIndex
CREATE UNIQUE INDEX "Team_blindId_key" ON "Team"("blindId");

-- CreateIndex
CREATE UNIQUE INDEX "Team_projectId_name_key" ON "Team"("projectId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "TeamMember_blindId_key" ON "TeamMember"("blindId");

-- CreateIndex
CREATE INDEX "TeamMember_teamId_idx" ON "TeamMember"("teamId");

-- CreateIndex
CREATE UNIQUE INDEX "BankComment_courseId_text_key" ON "BankComment"("courseId", "text");

-- CreateIndex
CREATE UNIQUE INDEX "Assessment_courseId_key" ON "Assessment"("courseId");

-- CreateIndex
CREATE UNIQUE INDEX "SealedSheet_assessmentId_number_key" ON "SealedSheet"("assessmentId", "number");

-- CreateIndex
CREATE INDEX "SheetImport_assessmentId_at_idx" ON "SheetImport"("assessmentId", "at");

-- CreateIndex
CREATE UNIQUE INDEX "ExportProfile_courseId_kind_name_key" ON "ExportProfile"("courseId", "kind", "name");

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SignInLink" ADD CONSTRAINT "SignInLink_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SignInLink" ADD CONSTRAINT "SignInLink_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Student" ADD CONSTRAINT "Student_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Student" ADD CONSTRAINT "Student_mergedIntoId_fkey" FOREIGN KEY ("mergedIntoId") REFERENCES "Student"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StudentImport" ADD CONSTRAINT "StudentImport_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StudentMerge" ADD CONSTRAINT "StudentMerge_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Question" ADD CONSTRAINT "Question_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "QuestionVersion" ADD CONSTRAINT "QuestionVersion_questionId_fkey" FOREIGN KEY ("questionId") REFERENCES "Question"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "QuestionBatch" ADD CONSTRAINT "QuestionBatch_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Image" ADD CONSTRAINT "Image_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Exam" ADD CONSTRAINT "Exam_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "QuestionRecord" ADD CONSTRAINT "QuestionRecord_examId_fkey" FOREIGN KEY ("examId") REFERENCES "Exam"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "QuestionRecord" ADD CONSTRAINT "QuestionRecord_questionId_fkey" FOREIGN KEY ("questionId") REFERENCES "Question"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "NamedBlueprint" ADD CONSTRAINT "NamedBlueprint_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ExamQuestion" ADD CONSTRAINT "ExamQuestion_examId_fkey" FOREIGN KEY ("examId") REFERENCES "Exam"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Attempt" ADD CONSTRAINT "Attempt_examId_fkey" FOREIGN KEY ("examId") REFERENCES "Exam"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Attempt" ADD CONSTRAINT "Attempt_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Answer" ADD CONSTRAINT "Answer_attemptId_fkey" FOREIGN KEY ("attemptId") REFERENCES "Attempt"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AnswerEvent" ADD CONSTRAINT "AnswerEvent_attemptId_fkey" FOREIGN KEY ("attemptId") REFERENCES "Attempt"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LateDecision" ADD CONSTRAINT "LateDecision_attemptId_device_sequence_fkey" FOREIGN KEY ("attemptId", "device", "sequence") REFERENCES "AnswerEvent"("attemptId", "device", "sequence") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AttemptEvent" ADD CONSTRAINT "AttemptEvent_attemptId_fkey" FOREIGN KEY ("attemptId") REFERENCES "Attempt"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PaperEntry" ADD CONSTRAINT "PaperEntry_attemptId_fkey" FOREIGN KEY ("attemptId") REFERENCES "Attempt"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ExamMessage" ADD CONSTRAINT "ExamMessage_examId_fkey" FOREIGN KEY ("examId") REFERENCES "Exam"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MessageReading" ADD CONSTRAINT "MessageReading_attemptId_fkey" FOREIGN KEY ("attemptId") REFERENCES "Attempt"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MessageReading" ADD CONSTRAINT "MessageReading_messageId_fkey" FOREIGN KEY ("messageId") REFERENCES "ExamMessage"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Attendance" ADD CONSTRAINT "Attendance_examId_fkey" FOREIGN KEY ("examId") REFERENCES "Exam"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Attendance" ADD CONSTRAINT "Attendance_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Incident" ADD CONSTRAINT "Incident_examId_fkey" FOREIGN KEY ("examId") REFERENCES "Exam"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MarkingRun" ADD CONSTRAINT "MarkingRun_examId_fkey" FOREIGN KEY ("examId") REFERENCES "Exam"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Mark" ADD CONSTRAINT "Mark_runId_fkey" FOREIGN KEY ("runId") REFERENCES "MarkingRun"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Mark" ADD CONSTRAINT "Mark_attemptId_fkey" FOREIGN KEY ("attemptId") REFERENCES "Attempt"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Contestation" ADD CONSTRAINT "Contestation_attemptId_fkey" FOREIGN KEY ("attemptId") REFERENCES "Attempt"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Project" ADD CONSTRAINT "Project_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Team" ADD CONSTRAINT "Team_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TeamMember" ADD CONSTRAINT "TeamMember_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TeamMember" ADD CONSTRAINT "TeamMember_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Grading" ADD CONSTRAINT "Grading_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BankComment" ADD CONSTRAINT "BankComment_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Assessment" ADD CONSTRAINT "Assessment_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AssessmentEntry" ADD CONSTRAINT "AssessmentEntry_assessmentId_fkey" FOREIGN KEY ("assessmentId") REFERENCES "Assessment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AssessmentEntry" ADD CONSTRAINT "AssessmentEntry_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "JuryDecision" ADD CONSTRAINT "JuryDecision_assessmentId_fkey" FOREIGN KEY ("assessmentId") REFERENCES "Assessment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "JuryDecision" ADD CONSTRAINT "JuryDecision_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SealedSheet" ADD CONSTRAINT "SealedSheet_assessmentId_fkey" FOREIGN KEY ("assessmentId") REFERENCES "Assessment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SheetImport" ADD CONSTRAINT "SheetImport_assessmentId_fkey" FOREIGN KEY ("assessmentId") REFERENCES "Assessment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ExportProfile" ADD CONSTRAINT "ExportProfile_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the schema language cannot say. Appended to the first migration by `npm run db:baseline`.

-- Answers change in place, many times: room on the page keeps the updates HOT (no index is touched).
alter table "Answer" set (fillfactor = 80);
alter table "Attempt" set (fillfactor = 80);

-- A session is a person's or a student's, exactly one.
alter table "Session" add constraint "Session_one_owner" check (("personId" is null) <> ("studentId" is null));

-- The journal, the logs and the audit are written once. What they are about may go (a copy, with its journal), and two
-- doors are left for the law: the words that name somebody, and what is past its date.

-- Open in the very transaction that anonymises a student of the course, and only for the words of a line.
create function "is_anonymising"(course uuid) returns boolean language sql stable as $$
  select exists (
    select from "Student" s
    where s."courseId" = course and s."anonymisedAt" is not null and s.xmin = pg_current_xact_id()::xid)
$$;
create function "refuse_change"() returns trigger language plpgsql as $$
declare
  was jsonb := to_jsonb(old);
  words text[] := '{}';
  course uuid;
begin
  if tg_op = 'DELETE' then
    -- A journal goes with its copy, a log with its exam; the audit goes with nothing.
    if tg_table_name <> 'AuditLine' and pg_trigger_depth() > 1 then return old; end if;
    if current_setting('bareme.forgetting', true) = tg_table_name then return old; end if;
  elsif tg_op = 'UPDATE' then
    case tg_table_name
      when 'AuditLine' then
        words := '{before,after,reason}';
        course := (was->>'courseId')::uuid;
      when 'AttemptEvent' then
        words := '{actorName,reason,detail}';
        select e."courseId" into course from "Attempt" a join "Exam" e on e.id = a."examId"
        where a.id = (was->>'attemptId')::uuid;
      when 'Incident' then
        words := '{text}';
        select e."courseId" into course from "Exam" e where e.id = (was->>'examId')::uuid;
      else null;
    end case;
    if was - words = to_jsonb(new) - words and words <> '{}' and "is_anonymising"(course) then return new; end if;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger "AnswerEvent_append_only" before update or delete on "AnswerEvent" for each row execute function "refuse_change"();
create trigger "AttemptEvent_append_only" before update or delete on "AttemptEvent" for each row execute function "refuse_change"();
create trigger "Incident_append_only" before update or delete on "Incident" for each row execute function "refuse_change"();
create trigger "AuditLine_append_only" before update or delete on "AuditLine" for each row execute function "refuse_change"();
create function "refuse_emptying"() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger "AuditLine_not_emptied" before truncate on "AuditLine" for each statement execute function "refuse_emptying"();

-- What is past its date goes through here, and nowhere else; the line that says so is written by the same hand.
create function "forget_journals"(course uuid, older timestamptz, at timestamptz, actor uuid, actor_name text, why text)
returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
declare gone bigint;
begin
  perform set_config('bareme.forgetting', 'AnswerEvent', true);
  delete from "AnswerEvent" j using "Attempt" a, "Exam" e
  where j."attemptId" = a.id and a."examId" = e.id and e."courseId" = course
    and e.status in ('closed', 'released') and e."closedAt" < older;
  get diagnostics gone = row_count;
  perform set_config('bareme.forgetting', '', true);
  insert into "AuditLine" (at, "courseId", "actorId", "actorName", action, subject, after, reason)
  values (at, course, actor, actor_name, 'privacy.forget_journals', 'course:' || course,
    jsonb_build_object('count', gone, 'olderThan', older), why);
  return gone;
end $$;
create function "forget_audit"(course uuid, older timestamptz, at timestamptz, actor uuid, actor_name text, why text)
returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
declare gone bigint;
begin
  perform set_config('bareme.forgetting', 'AuditLine', true);
  delete from "AuditLine" line where line."courseId" = course and line.at < older;
  get diagnostics gone = row_count;
  perform set_config('bareme.forgetting', '', true);
  insert into "AuditLine" (at, "courseId", "actorId", "actorName", action, subject, after, reason)
  values (at, course, actor, actor_name, 'privacy.forget_audit', 'course:' || course,
    jsonb_build_object('count', gone, 'olderThan', older), why);
  return gone;
end $$;

-- Who was anonymised has nothing left that names them, stays so, and left a line in the audit.
alter table "Student" add constraint "Student_anonymous" check ("anonymisedAt" is null or
  ("givenName" = '' and email is null and number is null and "codeHash" is null and "archivedAt" is not null));
create function "keep_anonymous"() returns trigger language plpgsql as $$
begin
  if new."anonymisedAt" is distinct from old."anonymisedAt" or new."familyName" <> old."familyName"
  then raise exception 'who was anonymised stays so' using errcode = 'restrict_violation'; end if;
  return new;
end $$;
create trigger "Student_stays_anonymous" before update on "Student" for each row
  when (old."anonymisedAt" is not null) execute function "keep_anonymous"();
create function "require_line"() returns trigger language plpgsql as $$
begin
  if not exists (
    select from "AuditLine" where subject = 'student:' || new.id and action = 'student.anonymise')
  then raise exception 'anonymising leaves an audit line' using errcode = 'restrict_violation'; end if;
  return null;
end $$;
create constraint trigger "Student_anonymised_in_audit" after update on "Student" deferrable initially deferred
  for each row when (old."anonymisedAt" is null and new."anonymisedAt" is not null) execute function "require_line"();

-- A sealed sheet is reopened, never changed: what was signed, by whom and when stay as they were.
create function "refuse_unsealing"() returns trigger language plpgsql as $$
begin
  if (new.id, new."assessmentId", new.number, new.content, new.hash, new.signature, new."sealedAt", new."sealedById", new."sealedByName")
    is distinct from
    (old.id, old."assessmentId", old.number, old.content, old.hash, old.signature, old."sealedAt", old."sealedById", old."sealedByName")
  then raise exception '% is sealed', tg_table_name using errcode = 'restrict_violation'; end if;
  return new;
end $$;
create trigger "SealedSheet_sealed" before update on "SealedSheet" for each row execute function "refuse_unsealing"();
-- One of them holds at a time.
create unique index "SealedSheet_one_in_force" on "SealedSheet" ("assessmentId") where "reopenedAt" is null;
