-- AlterTable
ALTER TABLE "QuestionVersion" ADD COLUMN     "facts" JSONB,
ADD COLUMN     "words" TEXT;

-- CreateTable
CREATE TABLE "Computation" (
    "courseId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "examId" UUID,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Computation_pkey" PRIMARY KEY ("courseId","name")
);

-- CreateIndex
CREATE INDEX "Attempt_examId_status_markedAt_startedAt_idx" ON "Attempt"("examId", "status", "markedAt", "startedAt");

-- CreateIndex
CREATE INDEX "Computation_examId_idx" ON "Computation"("examId");

-- AddForeignKey
ALTER TABLE "Computation" ADD CONSTRAINT "Computation_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Computation" ADD CONSTRAINT "Computation_examId_fkey" FOREIGN KEY ("examId") REFERENCES "Exam"("id") ON DELETE CASCADE ON UPDATE CASCADE;

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
