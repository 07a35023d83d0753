-- What the server did by itself was signed « system »: people read these lines, so they get its name.
-- Two tables refuse every change; only this word changes, in this transaction.
alter table "AuditLine" disable trigger "AuditLine_append_only";
update "AuditLine" set "actorName" = 'Barème' where "actorName" = 'system' and "actorId" is null;
alter table "AuditLine" enable trigger "AuditLine_append_only";
alter table "AttemptEvent" disable trigger "AttemptEvent_append_only";
update "AttemptEvent" set "actorName" = 'Barème' where "actorName" = 'system' and "actorId" is null;
alter table "AttemptEvent" enable trigger "AttemptEvent_append_only";
update "QuestionBatch" set "byName" = 'Barème' where "byName" = 'system';
