-- What the schema language cannot say. Appended to the first migration by `npm run db:baseline`.

-- Answers change in place, many times: room on the page keeps the updates HOT (no index is touched).
alter table "Answer" set (fillfactor = 80);
alter table "Attempt" set (fillfactor = 80);

-- What the timers look for every few seconds, whatever the number of copies: those still to mark, and the last marked.
create index "Attempt_unmarked" on "Attempt" ("examId") where "markedAt" is null and status in ('submitted', 'expired');
create index "Attempt_marked" on "Attempt" ("examId", "markedAt") where "markedAt" is not null;

-- What lists, counts and the search read of each question of a bank. Read in the content itself, they cost ten times as
-- much: it is long, and compressed. Without case, accents and typographic quotes: « reseau » finds « réseau ».
create function "plain_words"(said text) returns text language sql immutable parallel safe as $$
  select translate(lower(said), 'àâäéèêëîïôöùûüç’', 'aaaeeeeiioouuuc''')
$$;
create function "question_words"(content jsonb) returns text language sql immutable parallel safe as $$
  select "plain_words"(concat_ws(' ', content->'context'->>'text', content->>'stem',
    jsonb_path_query_array(content, '$.choices[*].text')::text, content->>'tags'))
$$;
create function "question_facts"(content jsonb) returns jsonb language sql immutable parallel safe as $$
  select jsonb_build_object('type', content->'type', 'difficulty', content->'difficulty', 'level', content->'level',
    'purpose', content->'purpose', 'expectedSeconds', content->'expectedSeconds', 'heading', content->'source'->'heading',
    'tags', content->'tags', 'enemies', content->'enemies', 'contextId', content->'context'->'id', 'allow', content->'allow')
$$;
create function "know_question"() returns trigger language plpgsql as $$
begin
  new.words := "question_words"(new.content);
  new.facts := "question_facts"(new.content);
  return new;
end $$;
create trigger "QuestionVersion_known" before insert or update of content on "QuestionVersion" for each row
  execute function "know_question"();
-- Those written before: read in their content until a timer has come to them.
create index "QuestionVersion_unknown" on "QuestionVersion" (id) where facts is null;

-- Rewritten every few seconds while an exam runs and worthless afterwards: it needs no durability.
alter table "AttemptContact" set unlogged;
alter table "AttemptContact" set (fillfactor = 50);

-- A session is a person's or a student's, exactly one.
alter table "Session" add constraint "Session_one_owner" check (("personId" is null) <> ("studentId" is null));
alter table "ExternalIdentity" add constraint "ExternalIdentity_one_owner" check (("personId" is null) <> ("studentId" is null));

-- By their address or number a student was known to a provider: with another one, they are to be known again.
create function "forget_identity"() returns trigger language plpgsql as $$
begin
  delete from "ExternalIdentity" where "studentId" = new.id and source not like 'lti:%';
  return null;
end $$;
create trigger "Student_known_again" after update on "Student" for each row
  when (lower(old.email) is distinct from lower(new.email) or old.number is distinct from new.number)
  execute function "forget_identity"();

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

-- One installation per database.
alter table "Installation" add constraint "Installation_one" check (id = 1);

-- Renewed every few seconds and worthless once its server is gone: it needs no durability.
alter table "Replica" set unlogged;
alter table "Replica" set (fillfactor = 50);
alter table "Rehearsal" set unlogged;
alter table "Rehearsal" set (fillfactor = 50);

-- One column of final marks by course of a platform.
create unique index "LtiColumn_one_final" on "LtiColumn" ("contextId") where "examId" is null;
