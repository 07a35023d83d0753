-- What the schema language cannot say. Appended to the first migration by `npm run db:baseline`.

-- Answers change in place, many times: room on the page keeps the updates HOT (no index is touched).
alter table "Answer" set (fillfactor = 80);
alter table "Attempt" set (fillfactor = 80);

-- A session is a person's or a student's, exactly one.
alter table "Session" add constraint "Session_one_owner" check (("personId" is null) <> ("studentId" is null));

-- The journal, the logs and the audit are written once.
create function "refuse_change"() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger "AnswerEvent_append_only" before update on "AnswerEvent" for each row execute function "refuse_change"();
create trigger "AttemptEvent_append_only" before update on "AttemptEvent" for each row execute function "refuse_change"();
create trigger "Incident_append_only" before update on "Incident" for each row execute function "refuse_change"();
create trigger "AuditLine_append_only" before update or delete on "AuditLine" for each row execute function "refuse_change"();
create trigger "AuditLine_not_emptied" before truncate on "AuditLine" for each statement execute function "refuse_change"();

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
