-- CreateTable
CREATE TABLE "Installation" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "secretFingerprint" BYTEA NOT NULL,
    "lastBackupAt" TIMESTAMPTZ(3),
    "lastBackupBytes" BIGINT,

    CONSTRAINT "Installation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Replica" (
    "id" UUID NOT NULL,
    "host" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,
    "report" JSONB NOT NULL,

    CONSTRAINT "Replica_pkey" PRIMARY KEY ("id")
);

-- One installation per database.
alter table "Installation" add constraint "Installation_one" check (id = 1);

-- Renewed every few seconds and worthless once its server is gone: it needs no durability.
alter table "Replica" set unlogged;
alter table "Replica" set (fillfactor = 50);
