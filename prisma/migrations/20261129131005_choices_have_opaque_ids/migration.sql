-- AlterTable
ALTER TABLE "Attempt" ADD COLUMN     "isLettered" BOOLEAN NOT NULL DEFAULT false;

-- Pages opened before this know their choices by the letters of the author: they keep them, and their copy files are read.
UPDATE "Attempt" SET "isLettered" = true WHERE "startedAt" IS NOT NULL;
